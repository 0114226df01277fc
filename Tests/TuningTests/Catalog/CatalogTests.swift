import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct CatalogTests {
  @Test func theShippedCatalogIsWhole() throws {
    let catalog = try Shipped.catalog()
    #expect(catalog.knobs.count >= 45)
    let kinds = Set(["sysctl", "sysfs", "debugfs", "irq", "systemd", "boot"])
    for knob in catalog.knobs {
      #expect(kinds.contains(knob.key.kind), "\(knob.key)")
      #expect(!knob.defaultValue.isEmpty, "\(knob.key) has no default")
      #expect(knob.risk.note.count > 3, "\(knob.key)")
      #expect(knob.needsReboot == (knob.key.kind == "boot"), "\(knob.key)")
      for other in knob.coupled + knob.moves {
        #expect(catalog.knob(for: other) != nil, "\(knob.key) and \(other)")
      }
      // The parts of a whole follow it, each of them not the others.
      for other in knob.coupled where !other.isPattern {
        #expect(catalog.knob(for: other)?.coupled.contains(knob.key) ?? false, "\(knob.key) and \(other)")
      }
    }
  }

  @Test func aPatternCoversDevicesButNotOtherFiles() throws {
    let catalog = try Shipped.catalog()
    for key in [
      "sysfs/block/sda/queue/scheduler", "sysfs/block/@wwn-0x5/queue/scheduler",
      "sysfs/block/*/queue/scheduler",
    ] {
      #expect(catalog.knob(for: try SettingKey(key))?.type == .choice, "\(key)")
    }
    for key in [
      "sysfs/block/sda/queue/x/scheduler", "sysfs/block/sda/device/delete", "sysctl/kernel.core_pattern",
    ] {
      #expect(catalog.knob(for: try SettingKey(key)) == nil, "\(key)")
    }
  }

  @Test(arguments: [
    ("knobs: []", ":1: 'schema' is missing or empty"),
    ("schema: assay.catalog/2", ":1: 'assay.catalog/2' is not a catalog that this version reads"),
    ("schema: assay.catalog/1\nextra: 1", ":2: 'extra' is not known here; known: schema, knobs"),
    ("schema: assay.catalog/1\nknobs: 3", ":2: 'knobs' must be a list"),
    ("schema: assay.catalog/1\nknobs:\n  - 3", ":3: expected a mapping with key"),
    (
      "schema: assay.catalog/1\nknobs:\n  - {key: x, type: integer, risk: \"low: n\"}",
      ":3: 'x' is no setting"
    ),
    (
      "schema: assay.catalog/1\nknobs:\n  - {key: sysctl/a, type: number}", ":3: 'number' is no type of value"
    ),
    (
      "schema: assay.catalog/1\nknobs:\n  - {key: sysctl/a, type: integer, about: a, source: s, risk: none}",
      ":3: 'risk' must be"
    ),
    (
      "schema: assay.catalog/1\nknobs:\n  - {key: sysctl/a, type: integer, about: a, source: s, risk: \"low: n\", range: [5, 1]}",
      ":3: 'range' must be two numbers"
    ),
    (
      "schema: assay.catalog/1\nknobs:\n  - {key: sysctl/a, type: integer, kernel: new, about: a, source: s, risk: \"low: n\"}",
      ":3: 'new' is no version of Linux"
    ),
    ("", ":1: the file is empty"), ("- 1", ":1: expected a mapping with schema, knobs"),
    ("a: [", ":2: did not find expected node content"), ("a: 1\na: 2", ":2: 'a' is here twice"),
    ("a: &x 1\nb: *x", ":1: anchors"), ("b: *x", ":1: aliases"), ("a: !!int 1", ":1: anchors"),
  ])
  func aBadCatalogIsRefusedWithFileAndLine(text: String, reason: String) throws {
    let fixture = try TuningFixture(["p/bad.yaml": text])
    let file = "\(fixture.tree.path)/p/bad.yaml"
    let problem = #expect(throws: FileProblem.self) { try Catalog.load(file) }
    #expect(problem?.description.hasPrefix("\(file)\(reason)") ?? false, "\(problem?.description ?? "none")")
  }

  @Test func aFileThatIsTooLongOrNotThereIsRefused() throws {
    let fixture = try TuningFixture(["p/long.yaml": String(repeating: "# long\n", count: 200_000)])
    let long = #expect(throws: FileProblem.self) { try Catalog.load("\(fixture.tree.path)/p/long.yaml") }
    #expect(long?.reason.contains("at most 1 MiB") ?? false)
    let none = #expect(throws: FileProblem.self) { try Catalog.load("\(fixture.tree.path)/p/none.yaml") }
    #expect(none?.reason.contains("no such file") ?? false)
  }

  @Test(arguments: [("6.7", 6, 7), ("6.1.0-47-amd64", 6, 1), ("6.18.44-fc-v657", 6, 18)])
  func kernelVersions(text: String, major: Int, minor: Int) {
    let version = KernelVersion(text)
    #expect(version?.major == major)
    #expect(version?.minor == minor)
    #expect(KernelVersion("6") == nil)
    #expect(KernelVersion("new") == nil)
  }

  @Test func versionsAreOrderedByNumber() throws {
    let older = try #require(KernelVersion("6.7"))
    let newer = try #require(KernelVersion("6.18"))
    #expect(older < newer)
  }
}
