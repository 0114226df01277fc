internal import Comparison

/// A comparison's verdict in words.
extension ComparisonReading {
  /// `Worse: 2 of 18 primary metrics`; what a reader sees first.
  var headline: String {
    let verdict = comparison.verdict
    let count = primary.count { $0.verdict == verdict }
    let of = "\(count) of \(Units.count(primary.count, "primary metric"))"
    return switch verdict {
    case .same:
      "The same: no change beyond \(Change.share(comparison.delta)) in any of \(Units.count(primary.count, "primary metric"))"
    case .better: "Better: \(of); nothing is worse"
    case .worse: "Worse: \(of)"
    case .inconclusive where primary.isEmpty: "Inconclusive: no primary metric has a vote"
    case .inconclusive: "Inconclusive: \(of); more blocks would tell"
    case .invalid where count == 0: "Invalid: \(comparison.reason)"
    case .invalid: "Invalid: \(of) cannot be judged"
    case .incomparable where hostsForbid: "Incomparable: the two are not the same thing"
    case .incomparable: "Incomparable: \(of)"
    }
  }

  /// Whether the two hosts differ in what must be the same.
  var hostsForbid: Bool { !comparison.fingerprint.blocking.isEmpty }

  /// `2 worse, 1 inconclusive, 15 same`, gravest first; empty without metrics.
  static func counts(_ metrics: [ComparedMetric]) -> String {
    let order: [Verdict] = [.worse, .better, .inconclusive, .invalid, .incomparable, .same]
    return order.compactMap { verdict in
      let count = metrics.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }.joined(separator: ", ")
  }

  /// By which rules it was judged: `changes of 1 % matter · 95 % confidence · taken in turns`.
  var rules: String {
    let design =
      switch comparison.design {
      case .interleaved: "taken in turns"
      case .separate: "taken one after the other"
      }
    let testing =
      comparison.testing.isEmpty ? [] : ["\(comparison.testing.joined(separator: ", ")) under test"]
    return
      ([
        "changes of more than \(Change.share(comparison.delta)) matter",
        "\(Change.level(comparison.level)) confidence", design,
      ]
      + testing).joined(separator: " · ")
  }

  /// What an interval is called here: `95 % interval`; with repeated looks its level is higher.
  var intervalName: String {
    let level = comparison.metrics.lazy.compactMap(\.effect?.level).max() ?? comparison.level
    return "\(Change.level(level)) interval"
  }

  /// What an earlier part of the report must say where the hosts forbid a verdict.
  static let forbidden =
    "The hosts forbid a comparison: no verdict below counts; they say what the figures would say on one host."

  /// One of the two sides in a line.
  static func side(_ side: Comparison.Side) -> String {
    "\(side.host), kernel \(side.kernel), \(side.started), assay \(side.toolVersion), Run \(side.id)"
  }
}

extension Verdict {
  /// A sign beside its word.
  var sign: String {
    switch self {
    case .better: "▲"
    case .worse: "✕"
    case .same: "="
    case .inconclusive: "?"
    case .invalid: "!"
    case .incomparable: "≠"
    }
  }

  /// How it is shown on a terminal.
  var tone: Tone {
    switch self {
    case .better: .good
    case .worse: .bad
    case .same: .plain
    case .inconclusive, .invalid, .incomparable: .caution
    }
  }
}
