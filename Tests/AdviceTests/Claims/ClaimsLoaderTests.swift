import Platform
import TestSupport
import Testing
import Tuning

@testable import Advice

@Suite struct ClaimsLoaderTests {
  private static let profiles =
    "\(Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))))/Profiles"

  private func load(_ body: String, schema: String = "assay.claims/1") throws -> ClaimsDocument {
    let tree = try TemporaryTree(["c.yaml": "schema: \(schema)\nname: c\nsummary: s\nclaims:\n\(body)\n"])
    return try ClaimsDocument.load("\(tree.path)/c.yaml")
  }

  private func refusal(_ body: String, schema: String = "assay.claims/1") throws -> String {
    do {
      _ = try load(body, schema: schema)
      return "accepted"
    } catch let problem as FileProblem {
      return "\(problem.line): \(problem.reason)"
    }
  }

  @Test func aClaimIsReadAsItIsWritten() throws {
    let document = try load(
      """
        - {claim: one, source: s, setting: sysctl/vm.swappiness, value: 10, metric: memory.bandwidth, effect: +23 %}
        - {claim: two, source: s, boot: dom0=1, truth: KVM has none}
        - {claim: three, source: s}
      """)
    #expect(document.claims.map(\.text) == ["one", "two", "three"])
    #expect(
      document.claims.map(\.subject) == [
        .setting(key: "sysctl/vm.swappiness", value: "10"), .boot("dom0=1"), .nothing,
      ])
    #expect(document.claims[0].effect == 0.23)
    #expect(document.claims[1].truth == "KVM has none")
    #expect(document.claims.map(\.line) == [5, 6, 7])
  }

  @Test(arguments: [
    ("  - {claim: a, source: s, x: 1}", "5: 'x' is not known here"),
    ("  - {source: s}", "5: 'claim' is missing"),
    ("  - {claim: a}", "5: 'source' is missing"),
    ("  - {claim: a, source: s, boot: x, setting: y/z, value: 1}", "5: a claim is about a setting or"),
    ("  - {claim: a, source: s, boot: x, value: 1}", "5: 'value' goes with 'setting'"),
    ("  - {claim: a, source: s, boot: x y}", "5: 'x y' must be one word"),
    ("  - {claim: a, source: s, setting: sysctl/vm.x}", "5: 'setting' needs the value"),
    ("  - {claim: a, source: s, setting: swappiness, value: 1}", "5: 'swappiness' is no setting"),
    ("  - {claim: a, source: s, value: 1}", "5: 'value' needs the setting"),
    ("  - {claim: a, source: s, effect: +1 %}", "5: 'effect' needs the metric"),
    ("  - {claim: a, source: s, metric: bandwidth}", "5: 'bandwidth' is no metric's name"),
    ("  - {claim: a, source: s, metric: memory.x, effect: much}", "5: 'much' is no change"),
    ("  - {claim: a, source: s, metric: memory.x, effect: 23 %}", "5: '23 %' is no change"),
    ("  - {claim: a, source: s}\n  - {claim: a, source: s}", "6: this claim is here twice"),
    ("  []", "4: there is no claim"),
  ])
  func whatIsWrongIsNamedWithItsLine(body: String, beginning: String) throws {
    let text = try refusal(body)
    #expect(text.hasPrefix(beginning), "\(text)")
  }

  @Test func anotherSchemaIsRefused() throws {
    #expect(
      try refusal("  - {claim: a, source: s}", schema: "assay.claims/9").contains("expected assay.claims/1"))
  }

  @Test func theShippedClaimsNameKnobsOfTheCatalog() throws {
    let file = "\(Self.profiles)/claims-kvm-article.yaml"
    #expect(ClaimsDocument.isSchema(of: file))
    #expect(!ClaimsDocument.isSchema(of: "\(Self.profiles)/kvm-host.yaml"))
    let document = try ClaimsDocument.load(file)
    #expect(document.claims.count >= 12)
    let catalog = try Catalog.load("\(Self.profiles)/catalog.yaml")
    for claim in document.claims {
      guard case .setting(let key, _) = claim.subject else { continue }
      #expect(catalog.knob(for: try SettingKey(key)) != nil, "\(key)")
    }
  }
}
