internal import Experiment
internal import Host

/// Differences between the settings of two hosts.
struct SettingDiff {
  private(set) var differences: [HostDifference] = []
  private(set) var notCompared: [HostDiff.NotCompared] = []

  /// Settings whose value is a list of words, of which those that differ are told.
  private static let lists: Set<String> = [
    SettingsSnapshot.loadedModules, "sysfs/kernel/debug/sched/features",
    "sysctl/net.ipv4.tcp_available_congestion_control", "sysctl/net.ipv4.tcp_allowed_congestion_control",
    "sysctl/net.mptcp.available_schedulers", "sysctl/net.ipv4.tcp_available_ulp",
  ]

  init(base: Fingerprint, candidate: Fingerprint) {
    let (left, right) = (base.settings, candidate.settings)
    let facts = (FactDiff.facts(base), FactDiff.facts(candidate))
    let readers = (facts.0["read_as"], facts.1["read_as"])
    let isReadAlike = readers.0 == readers.1 || readers.0 == nil || readers.1 == nil
    // Captured machines lack files that were there, and older versions read fewer: neither tells who read it.
    let isComplete = (
      base: readers.0 != nil || readers.1 == nil, candidate: readers.1 != nil || readers.0 == nil
    )
    var unreadable = (base: 0, candidate: 0)
    var unread = (base: 0, candidate: 0)
    for key in Set(left.keys).union(right.keys).sorted() where !PassingValues.settings.contains(key) {
      if let fact = PassingValues.settingsToldByFacts[key], facts.0[fact] != nil, facts.1[fact] != nil {
        continue
      }
      switch (left[key], right[key]) {
      case (let before?, let after?): compare(key, before, after)
      // A setting that only one of two kernels has tells something only if both would have been read.
      case (nil, _?) where !isReadAlike && readers.0 != "root": unreadable.base += 1
      case (_?, nil) where !isReadAlike && readers.1 != "root": unreadable.candidate += 1
      case (nil, _?) where !isComplete.base && !key.hasPrefix("sysctl/"): unread.base += 1
      case (_?, nil) where !isComplete.candidate && !key.hasPrefix("sysctl/"): unread.candidate += 1
      case (let before, let after): differences.append(HostDifference(key: key, before: before, after: after))
      }
    }
    let rights = "was not read as root; read it with sudo to compare them"
    let age = "is a captured machine, or was read by an older assay, which read fewer"
    note(unreadable.base, "the base \(rights)")
    note(unreadable.candidate, "the candidate \(rights)")
    note(unread.base, "the base \(age)")
    note(unread.candidate, "the candidate \(age)")
  }

  private mutating func compare(_ key: String, _ before: String, _ after: String) {
    if before == after { return }
    if Self.lists.contains(key) {
      differences += HostDifference.words(key, before, after)
      return
    }
    let (left, right) = (Self.chosen(before), Self.chosen(after))
    // What else could be chosen is no setting.
    if left != right { differences.append(HostDifference(key: key, before: left, after: right)) }
  }

  /// What is in force where a file lists all choices: `madvise` of `always [madvise] never`, and `full` of
  /// `none voluntary (full)`, as the scheduler prints it.
  private static func chosen(_ text: String) -> String {
    let choice = KernelChoice.chosen(text)
    guard choice == text,
      let word = text.split(separator: " ").first(where: { $0.hasPrefix("(") && $0.hasSuffix(")") })
    else { return choice }
    return String(word.dropFirst().dropLast())
  }

  private mutating func note(_ count: Int, _ reason: String) {
    if count == 0 { return }
    notCompared.append(HostDiff.NotCompared(key: "\(count) setting\(count == 1 ? "" : "s")", reason: reason))
  }
}
