public import Experiment
internal import Host

/// What two hosts, or one host before and after an upgrade, do not have in common, the likeliest cause of another
/// measurement first.
///
///     let diff = HostDiff(base: before.host, candidate: after.host, notes: notes)
///     diff.differences.first?.key                 // "kernel"
///     diff.suspects(for: "memory.latency")        // what to look at first when that got worse
///
/// What changes by itself (free memory, counters, the name of a session) is no difference: two documents of a host that
/// nobody changed have none.
public struct HostDiff: Codable, Sendable, Equatable {
  /// Something that only one of the two documents tells.
  public struct NotCompared: Codable, Sendable, Equatable {
    /// The fact, or what settings.
    public var key: String
    /// Why it could not be compared.
    public var reason: String
  }

  /// The differences, the likeliest to move a metric first.
  public var differences: [HostDifference]
  /// What could not be compared, sorted by key.
  public var notCompared: [NotCompared]

  enum CodingKeys: String, CodingKey {
    case differences
    case notCompared = "not_compared"
  }

  /// Compares two hosts.
  ///
  /// - Parameter notes: What is known of settings.
  public init(base: Fingerprint, candidate: Fingerprint, notes: KnobNotes = .none) {
    let facts = FactDiff(base: base, candidate: candidate)
    let settings = SettingDiff(base: base, candidate: candidate)
    let rated = (facts.differences + settings.differences).map { Self.rated($0, notes) }
    differences = Self.joined(rated).sorted(by: Self.isLikelier)
    notCompared = (facts.notCompared + settings.notCompared).sorted { $0.key < $1.key }
  }

  /// What may have made a metric worse, the likeliest first.
  ///
  /// What is known to move other metrics only is left out, and so are the surroundings of the kernel and defaults that
  /// are reckoned from memory.
  /// - Parameter metricID: A metric's name: `memory.bandwidth`.
  public func suspects(for metricID: String) -> [HostDifference] {
    differences.compactMap { difference in
      SuspectOrder.place(difference, metricID: metricID).map { (place: $0, difference: difference) }
    }
    .sorted { left, right in
      left.place != right.place
        ? left.place < right.place : Self.isLikelier(left.difference, right.difference)
    }
    .map(\.difference)
  }

  // MARK: How likely

  private static func rated(_ difference: HostDifference, _ notes: KnobNotes) -> HostDifference {
    var rated = difference
    let rule = RelevanceRule.all.first { $0.matches(difference.key) }
    let note = notes[difference.key]
    rated.note = note?.summary ?? rule?.note
    rated.moves = rule?.moves ?? []
    if let metrics = note?.movesMetrics, !metrics.isEmpty {
      // What the catalog says of a setting is more exact than what its name tells.
      let areas = rule?.relevance == .setting ? [] : rated.moves
      rated.moves = areas + metrics.filter { metric in !areas.contains { metric.hasPrefix("\($0).") } }
    }
    rated.relevance = relevance(difference, rule, note)
    return rated
  }

  private static func relevance(_ difference: HostDifference, _ rule: RelevanceRule?, _ note: KnobNote?)
    -> Relevance
  {
    if let before = difference.before, let after = difference.after,
      PassingValues.isReckoned(difference.key, before, after)
    {
      return .derived
    }
    let byName = rule?.relevance ?? .setting
    guard let note, byName > .documented else { return byName }
    return note.movesMetrics.isEmpty ? .documented : .knob
  }

  private static func isLikelier(_ left: HostDifference, _ right: HostDifference) -> Bool {
    (left.relevance, isOneSided(left) ? 1 : 0, left.key) < (
      right.relevance, isOneSided(right) ? 1 : 0, right.key
    )
  }

  /// A setting that only one kernel has is less telling than one that both have and that differs.
  private static func isOneSided(_ difference: HostDifference) -> Bool {
    difference.relevance >= .documented && (difference.before == nil) != (difference.after == nil)
  }

  // MARK: Alike

  /// Makes one of those that tell the same of several CPUs, disks or page sizes.
  private static func joined(_ differences: [HostDifference]) -> [HostDifference] {
    struct Change: Hashable {
      var shape: String
      var before: String?
      var after: String?
    }
    var places: [Change: Int] = [:]
    return differences.reduce(into: []) { joined, difference in
      guard difference.key.hasPrefix("sysfs/"), difference.added.isEmpty, difference.removed.isEmpty else {
        return joined.append(difference)
      }
      let change = Change(
        shape: shape(difference.key), before: difference.before, after: difference.after)
      if let place = places[change] {
        joined[place].alike.append(difference.key)
      } else {
        places[change] = joined.count
        joined.append(difference)
      }
    }
  }

  /// The key without its numbers: `policy12` and `policy0` are alike.
  private static func shape(_ key: String) -> String {
    key.reduce(into: "") { shape, character in
      if !character.isNumber {
        shape.append(character)
      } else if shape.last != "#" {
        shape.append("#")
      }
    }
  }
}
