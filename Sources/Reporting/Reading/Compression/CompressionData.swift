internal import Experiment

/// One kind of data in blocks of one size, and all that was tried on it.
struct CompressionData: Sendable {
  /// `corpus`, `block`, and what else was varied.
  let labels: [String: String]
  /// From the fastest kind of codec to the strongest.
  let choices: [CompressionChoice]
  /// Shares of its blocks that are all zero and that repeat one value.
  let zero: Estimate?
  let same: Estimate?
  /// All figures of the data itself.
  let estimates: [Estimate]

  /// `memory`.
  var corpus: String { labels["corpus"] ?? Units.unknown }
  /// Bytes of a block; nil for whole files.
  var blockBytes: Double? { CompressionWords.bytes(labels["block"]) }
  /// `memory data, 4 KiB blocks`.
  var name: String { CompressionWords.sentence(labels) }
  /// Whether its blocks are pages.
  var isPages: Bool { blockBytes == 4096 }

  /// The choice of this name.
  func choice(_ name: String) -> CompressionChoice? { choices.first { $0.name == name } }

  /// The same without the choices that need a dictionary.
  var withoutDictionaries: CompressionData {
    CompressionData(
      labels: labels, choices: choices.filter { !$0.hasDictionary }, zero: zero, same: same,
      estimates: estimates)
  }

  /// Choices that compress, and have a result beyond doubt above 1: those that save anything.
  var saving: [CompressionChoice] {
    choices.filter { choice in !choice.isCopy && (choice.ratio?.extent?.lowerBound ?? 0) > 1 }
  }

  /// The data of a Run in the order of people, and the figures whose labels name none.
  static func all(_ reading: RunReading) -> (data: [CompressionData], strangers: [Estimate]) {
    let estimates = reading.estimates.filter { CompressionFigure.ids.contains($0.metric.id) }
    let known = estimates.filter(CompressionChoice.isKnown)
    let ofChoices: Set<String> = ["codec", "level", "dictionary"]
    let groups = Dictionary(grouping: known) { estimate in
      CompressionChoice.commonLabels(estimate).filter { !ofChoices.contains($0.key) }
    }
    let data = groups.map { labels, members in
      let choices = Dictionary(
        grouping: members.filter { $0["codec"] != nil }, by: CompressionChoice.commonLabels
      ).map { CompressionChoice(labels: $0.key, estimates: $0.value) }
      let own = members.filter { $0["codec"] == nil }
      return CompressionData(
        labels: labels, choices: sorted(choices, by: \.rank),
        zero: own.first { $0["kind"] == "zero" }, same: own.first { $0["kind"] == "same" }, estimates: own)
    }
    let rest = Set(groups.keys.flatMap(\.keys)).subtracting(["corpus", "block"]).sorted()
    let ordered = sorted(data) { entry in
      (["corpus", "block"] + rest).map { LabelWords.rank($0, entry.labels[$0]) }
    }
    return (ordered, estimates.filter { !CompressionChoice.isKnown($0) })
  }

  private static func sorted<Element>(_ elements: [Element], by ranks: (Element) -> [LabelWords.Rank])
    -> [Element]
  {
    elements.map { ($0, ranks($0)) }.sorted { left, right in
      zip(left.1, right.1).first { $0.0 != $0.1 }.map { $0.0 < $0.1 } ?? false
    }.map(\.0)
  }
}
