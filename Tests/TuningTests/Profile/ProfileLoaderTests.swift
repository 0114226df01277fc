import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct ProfileLoaderTests {
  @Test(arguments: Shipped.names)
  func theShippedProfilesAreAccepted(name: String) throws {
    let profile = try ProfileLoader(catalog: try Shipped.catalog()).load("\(Shipped.folder)/\(name).yaml")
    #expect(profile.name == name)
    #expect(!profile.wishes.isEmpty)
    #expect(profile.hash.count == 64)
  }

  @Test(arguments: [
    (
      "settings:\n  - {key: sysctl/vm.swappines, value: 1, why: w}",
      "test.yaml:5: sysctl/vm.swappines is not in the catalog"
    ),
    (
      "settings:\n  - {key: sysctl/vm.swappiness, value: ten, why: w}",
      "test.yaml:5: sysctl/vm.swappiness: 'ten': expected a whole number"
    ),
    (
      "settings:\n  - {key: sysctl/vm.swappiness, value: 201, why: w}",
      "test.yaml:5: sysctl/vm.swappiness: '201': expected 0 to 200 %"
    ),
    (
      "settings:\n  - key: sysctl/vm.swappiness\n    value: [1]\n    why: w",
      "test.yaml:6: 'value' must be a text or a number"
    ),
    ("settings:\n  - key: sysctl/vm.swappiness\n    why: w", "test.yaml:5: 'value' is missing"),
    ("settings:\n  - key: sysctl/vm.swappiness\n    value: 1", "test.yaml:5: 'why' is missing or empty"),
    (
      "settings:\n  - {key: sysctl/vm.swappiness, value: 1, why: w, wy: x}",
      "test.yaml:5: 'wy' is not known here"
    ),
    (
      "settings:\n  - {key: sysfs/../etc/passwd, value: 1, why: w}",
      "test.yaml:5: 'sysfs/../etc/passwd' is no setting"
    ),
    (
      "settings:\n  - {key: sysfs/block/../../queue/scheduler, value: none, why: w}",
      "test.yaml:5: 'sysfs/block/../../queue/scheduler' is no setting"
    ),
    (
      "settings:\n  - {key: sysfs/thp, value: sometimes, why: w}",
      "test.yaml:5: sysfs/thp: 'sometimes': expected one of always, madvise, never"
    ),
    (
      "settings:\n  - {key: irq/default_smp_affinity, value: \"0\", why: w}",
      "test.yaml:5: irq/default_smp_affinity: '0': expected at least one CPU"
    ),
    (
      "settings:\n  - {key: sysctl/kernel.sem, value: 1 2 3, why: w}",
      "test.yaml:5: sysctl/kernel.sem: '1 2 3': expected 4 whole numbers"
    ),
    (
      "settings:\n  - {key: sysctl/kernel.sem, value: 1 2 3 4000, why: w}",
      "test.yaml:5: sysctl/kernel.sem: '1 2 3 4000': expected 1 to 1000"
    ),
    (
      "settings:\n  - {key: sysctl/vm.dirty_bytes, value: 1k, why: w}",
      "test.yaml:5: sysctl/vm.dirty_bytes: '1k': expected 8388608 to"
    ),
    (
      "settings:\n  - {key: sysctl/vm.swappiness, value: 1, why: w}\n  - {key: sysctl/vm.swappiness, value: 2, why: w}",
      "test.yaml:6: sysctl/vm.swappiness is here twice; the first is in line 5"
    ),
    (
      "settings:\n  - {key: sysctl/vm.dirty_ratio, value: 1, why: w}\n  - {key: sysctl/vm.dirty_bytes, value: 8m, why: w}",
      "test.yaml:6: sysctl/vm.dirty_bytes and sysctl/vm.dirty_ratio (line 5) exclude each other"
    ),
    (
      "settings:\n  - {key: sysctl/vm.watch, value: all but one, why: w}",
      "test.yaml:5: 'all but one': 'but' is not expected"
    ),
    (
      "settings:\n  - {key: cgroup/x/cpuset.cpus, value: 1, why: w}",
      "test.yaml:5: cgroup/x/cpuset.cpus: settings of kind cgroup are made below 'cpusets'"
    ),
    (
      "settings:\n  - {key: boot/skew_tick, value: 1, why: w}",
      "test.yaml:5: boot/skew_tick: settings of kind boot are made below 'boot'"
    ),
    (
      "settings:\n  - {key: sysctl/vm.swappiness, value: 1, when: never, why: w}",
      "test.yaml:5: 'when: never' is not known; known: numa"
    ),
    ("settings: 1", "test.yaml:4: 'settings' must be a list"),
    ("setings: []", "test.yaml:4: 'setings' is not known here"),
    ("boot: [nohpet]", "test.yaml:4: 'nohpet' is no parameter of the kernel"),
    ("boot: [skew_tick=2]", "test.yaml:4: skew_tick: '2': expected 0 to 1"),
    ("boot: [\"isolcpus={all - 0\"]", "test.yaml:4: '{all - 0': a brace is not closed"),
    ("boot: [\"isolcpus={nonsense(}\"]", "test.yaml:4: 'nonsense('"),
    ("boot: [\"isolcpus=1 init=/bin/sh\"]", "test.yaml:4: 'isolcpus=1 init=/bin/sh' has a space"),
    ("boot: [\"isolcpus={all - 0} init=/bin/sh\"]", "test.yaml:4: '{all - 0} init=/bin/sh' has a space"),
    (
      "cpusets:\n  - {group: system.slice, cpus: 1}",
      "test.yaml:5: the group 'system.slice' must be named assay-"
    ),
    ("cpusets:\n  - {group: assay-x/../.., cpus: 1}", "test.yaml:5: 'cgroup/assay-x/../..' is no setting"),
    (
      "cpusets:\n  - {group: assay-x, cpus: 1, partition: lonely}",
      "test.yaml:5: partition 'lonely': expected member, root or isolated"
    ),
    ("cpusets:\n  - {group: assay-x, cpus: 1, mems: some}", "test.yaml:5: mems 'some': expected a CPU list"),
    (
      "cpusets:\n  - {group: assay-x, cpus: 1}\n  - {group: assay-x, cpus: 2}",
      "test.yaml:6: the group assay-x is here twice"
    ),
    (
      "include: [../other.yaml]", "test.yaml:4: '../other.yaml' must be the name of a file in the same folder"
    ),
    ("include: [none.yaml]", "test.yaml:4: there is no file none.yaml to include"),
    ("include: [test.yaml]", "test.yaml:4: profiles include each other in a loop: test.yaml → test.yaml"),
    ("cpus: {quiet: 3-1}", "test.yaml:4: '3-1': the range 3-1 runs backwards"),
    ("a: [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "test.yaml:4: lists and mappings are more than 16 deep"),
    ("a: *b", "test.yaml:4: aliases (*name) are not allowed; write it out"),
  ])
  func aBadProfileIsRefusedWithFileAndLine(body: String, reason: String) throws {
    let refusal = try TuningFixture().refusal(body)
    #expect(refusal.hasPrefix(reason), "\(refusal)")
  }

  @Test func aLoopOfIncludesNamesItsFiles() throws {
    let fixture = try TuningFixture()
    try fixture.write("a", "include: [b.yaml]")
    try fixture.write("b", "include: [c.yaml]")
    try fixture.write("c", "include: [b.yaml]")
    let problem = #expect(throws: FileProblem.self) { try fixture.load("a") }
    #expect(
      problem?.description.hasSuffix(
        "c.yaml:4: profiles include each other in a loop: b.yaml → c.yaml → b.yaml") ?? false)
  }

  /// Without aliases a small file can only ask for the same file again and again.
  @Test func manyIncludesOfManyIncludesAreRefused() throws {
    let fixture = try TuningFixture()
    for level in 0..<7 {
      let next = Array(repeating: "p\(level + 1).yaml", count: 9).joined(separator: ", ")
      try fixture.write("p\(level)", "include: [\(next)]")
    }
    try fixture.write("p7", "settings: []")
    let problem = #expect(throws: FileProblem.self) { try fixture.load("p0") }
    #expect(problem?.reason == "more than 64 files are included")
  }

  @Test func whatIncludesWinsAlsoOverCoupledSettings() throws {
    let fixture = try TuningFixture()
    try fixture.write(
      "base",
      "settings:\n  - {key: sysctl/vm.swappiness, value: 1, why: w}\n  - {key: sysctl/vm.dirty_ratio, value: 5, why: w}"
    )
    try fixture.write(
      "top",
      "include: [base.yaml]\nsettings:\n  - {key: sysctl/vm.swappiness, value: 2, why: v}\n  - {key: sysctl/vm.dirty_bytes, value: 8m, why: v}"
    )
    let profile = try fixture.load("top")
    #expect(
      profile.wishes.map { "\($0.key) \($0.value)" }.sorted() == [
        "sysctl/vm.dirty_bytes literal(\"8388608\")", "sysctl/vm.swappiness literal(\"2\")",
      ])
    #expect(try fixture.load("base").hash != profile.hash)
  }

  @Test func includedProfilesThatDisagreeAreNamed() throws {
    let fixture = try TuningFixture()
    try fixture.write("a", "settings:\n  - {key: sysctl/vm.swappiness, value: 1, why: w}")
    try fixture.write("b", "settings:\n  - {key: sysctl/vm.swappiness, value: 2, why: w}")
    try fixture.write("top", "include: [a.yaml, b.yaml]")
    let problem = #expect(throws: FileProblem.self) { try fixture.load("top") }
    let text = problem?.description ?? ""
    #expect(text.contains("a.yaml:5 wants sysctl/vm.swappiness = 1"), "\(text)")
    #expect(text.contains("b.yaml:5 wants sysctl/vm.swappiness = 2"), "\(text)")
    try fixture.write(
      "top", "include: [a.yaml, b.yaml]\nsettings:\n  - {key: sysctl/vm.swappiness, value: 3, why: w}")
    let profile = try fixture.load("top")
    #expect(profile.wishes.count == 1)
    #expect(profile.files.map { $0.split(separator: "/").last } == ["top.yaml", "a.yaml", "b.yaml"])
  }

  @Test func theHashIsTheFilesOwn() throws {
    let fixture = try TuningFixture()
    try fixture.tree.write("p/plain.yaml", "schema: assay.profile/1\nname: plain\nsummary: s\n")
    // printf 'schema: assay.profile/1\nname: plain\nsummary: s\n' | sha256sum
    #expect(
      try fixture.load("plain").hash == "f3e56507f047a1c7f9453a1b91ffe8a03a077659955e2967cd5b0a52dcdd5f8e")
  }

  @Test func evidenceIsOneLine() throws {
    let fixture = try TuningFixture()
    try fixture.write(
      "test",
      "settings:\n  - {key: sysctl/vm.swappiness, value: 1, why: w, evidence: {metric: aio.iops, effect: +3 %, interval: [1 %, 5 %], runs: [a.json]}}"
    )
    #expect(try fixture.load("test").wishes.first?.evidence == "aio.iops: +3 % [1 %, 5 %]")
  }
}
