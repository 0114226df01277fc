internal import Experiment
internal import Host

extension FingerprintComparison {
  /// Facts that go together: who tests the kernel tests its build.
  private static let companions = ["kernel": ["kernel_version"]]

  /// Compares what two hosts were when their Runs were taken.
  ///
  /// - Parameter testing: names of facts that are under test.
  init(base: Run, candidate: Run, testing: [String]) {
    var differences: [FieldDifference] = []
    var blocking: [String] = []
    let under = Set(testing + testing.flatMap { Self.companions[$0] ?? [] })
    var tested: [FieldDifference] = []
    let kinds: [(FieldDifference.Kind, [String: String], [String: String])] = [
      (.mustMatch, Self.mustMatch(base), Self.mustMatch(candidate)),
      (.declared, base.host.declared, candidate.host.declared),
      (.noted, base.host.noted, candidate.host.noted),
      (.settings, base.host.settings, candidate.host.settings),
    ]
    var names: Set<String> = []
    for (kind, old, new) in kinds {
      names.formUnion(old.keys)
      names.formUnion(new.keys)
      for name in Set(old.keys).union(new.keys).sorted() {
        let field = FieldDifference(kind: kind, name: name, base: old[name], candidate: new[name])
        let isDecisive = kind == .mustMatch || kind == .declared
        guard field.differs || (isDecisive && field.isUnknown) else { continue }
        differences.append(field)
        if under.contains(name) {
          if !field.isUnknown { tested.append(field) }
        } else if isDecisive {
          blocking.append(field.objection)
        }
      }
    }
    for name in testing {
      let group = [name] + (Self.companions[name] ?? [])
      if !group.contains(where: names.contains) {
        blocking.append("\(name) is under test, but neither Run has a fact of this name")
      } else if !tested.contains(where: { group.contains($0.name) }) {
        blocking.append("\(name) is under test, but is not known to differ")
      }
    }
    self.init(differences: differences, blocking: blocking)
  }

  /// What must be equal: the host's facts, and the workload.
  private static func mustMatch(_ run: Run) -> [String: String] {
    var facts = run.host.mustMatch
    facts["tool_version"] = run.tool.version
    facts["tool_build"] = run.tool.build
    facts["suite"] = run.plan.suite.rawValue
    for (name, value) in WorkloadOptions.given(in: run.tool.arguments) { facts["option_\(name)"] = value }
    return facts
  }
}

extension FieldDifference {
  /// Whether the texts are not the same.
  var differs: Bool { base != candidate }
  /// Whether either side is not known: that equals nothing, itself included.
  var isUnknown: Bool {
    [base, candidate].contains { $0 == nil || $0 == HostFacts.unknown }
  }

  /// Why the fact forbids a comparison.
  var objection: String {
    let rule = kind == .declared ? "differs and is not under test" : "must be the same"
    if base == HostFacts.unknown, candidate == HostFacts.unknown {
      return "\(name) \(rule), and is unknown on both sides"
    }
    return "\(name) \(rule): \(base ?? "not there") before, \(candidate ?? "not there") now"
  }
}
