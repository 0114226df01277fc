internal import Experiment
internal import Host

/// Differences between the facts of two hosts.
struct FactDiff {
  private(set) var differences: [HostDifference] = []
  private(set) var notCompared: [HostDiff.NotCompared] = []
  private let base: Fingerprint
  private let candidate: Fingerprint

  /// Facts whose value is a list of words, of which those that differ are told.
  private static let lists: Set<String> = ["cpu_flags", "clocksources", "cgroup_controllers"]
  /// Facts of a family whose members come and go with kernels: that one is not there tells something, unless none is.
  private static let families = ["mitigation_", "config_"]

  init(base: Fingerprint, candidate: Fingerprint) {
    self.base = base
    self.candidate = candidate
    let facts = (Self.facts(base), Self.facts(candidate))
    for name in Set(facts.0.keys).union(facts.1.keys).sorted() where !isToldElsewhere(name) {
      compare(name, facts.0, facts.1)
    }
    compareCommandLines(facts.0["command_line"], facts.1["command_line"])
    compareTopologies()
  }

  /// All facts of a host; what is unknown is not among them.
  static func facts(_ host: Fingerprint) -> [String: String] {
    host.mustMatch.merging(host.declared) { first, _ in first }.merging(host.noted) { first, _ in first }
      .filter { $0.value != HostFacts.unknown }
  }

  private func isToldElsewhere(_ name: String) -> Bool {
    // The shape is compared part by part.
    if PassingValues.facts.contains(name) || name == "topology" { return true }
    guard let setting = PassingValues.factsToldBySettings.first(where: { $0.fact == name })?.setting else {
      return false
    }
    return [base, candidate].allSatisfy { host in host.settings.keys.contains { $0.hasPrefix(setting) } }
  }

  private mutating func compare(_ name: String, _ before: [String: String], _ after: [String: String]) {
    let (left, right) = (before[name], after[name])
    if left == right { return }
    guard let left, let right else {
      let family = Self.families.first { name.hasPrefix($0) }
      if let family, [before, after].allSatisfy({ $0.keys.contains { $0.hasPrefix(family) } }) {
        differences.append(HostDifference(key: name, before: left, after: right))
      } else if !name.contains(".") {
        // With a dot it is a fact of a Run, not of a host: which storage was measured, which library.
        notCompared.append(
          HostDiff.NotCompared(key: name, reason: "unknown in the \(left == nil ? "base" : "candidate")"))
      }
      return
    }
    if Self.lists.contains(name) {
      differences += HostDifference.words(name, left, right)
    } else {
      differences.append(HostDifference(key: name, before: left, after: right))
    }
  }

  private mutating func compareCommandLines(_ before: String?, _ after: String?) {
    guard let before, let after else {
      if before != after {
        let side = before == nil ? "base" : "candidate"
        notCompared.append(HostDiff.NotCompared(key: "command_line", reason: "unknown in the \(side)"))
      }
      return
    }
    let (left, right) = (CommandLineWords(before).values, CommandLineWords(after).values)
    for name in Set(left.keys).union(right.keys).sorted() where left[name] != right[name] {
      differences.append(HostDifference(key: "boot/\(name)", before: left[name], after: right[name]))
    }
  }

  /// Sizes of memory are left out: kernels differ in what they keep for themselves.
  private mutating func compareTopologies() {
    func tell(_ name: String, _ text: (Topology) -> String) {
      let (left, right) = (text(base.topology), text(candidate.topology))
      if left != right {
        differences.append(HostDifference(key: "topology.\(name)", before: left, after: right))
      }
    }
    tell("packages") { "\($0.packages)" }
    tell("cores") { "\($0.cores)" }
    tell("cpus") { "\($0.cpus)" }
    tell("offline_cpus") { "\($0.offlineCPUs)" }
    tell("allowed_cpus") { "\($0.allowedCPUs)" }
    tell("numa_nodes") { $0.nodes.map { "\($0.id): \($0.cpus)" }.joined(separator: "; ") }
    tell("distances") {
      $0.distances.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "; ")
    }
    tell("caches") {
      $0.caches.map {
        "L\($0.level) \($0.kind.rawValue) \($0.bytes.map(String.init) ?? HostFacts.unknown) of \($0.cpus)"
      }
      .joined(separator: "; ")
    }
  }
}

extension HostDifference {
  /// The difference between two lists of words; none where both have the same words.
  static func words(_ key: String, _ before: String, _ after: String) -> [HostDifference] {
    let (left, right) = (Set(before.split(separator: " ")), Set(after.split(separator: " ")))
    let added = right.subtracting(left).sorted().map(String.init)
    let removed = left.subtracting(right).sorted().map(String.init)
    if added.isEmpty, removed.isEmpty { return [] }
    return [HostDifference(key: key, before: nil, after: nil, added: added, removed: removed)]
  }
}
