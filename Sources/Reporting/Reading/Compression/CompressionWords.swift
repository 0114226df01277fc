/// Labels of the compression benchmark in words and in the order in which people read them (see `LabelWords`).
enum CompressionWords {
  /// Values in order, with their words.
  static let known: LabelWords.Known = [
    "codec": ["memcpy", "lz4", "lz4hc", "zstd"].map { ($0, $0) },
    "corpus": ["process", "memory", "database", "text", "files", "device", "random"].map { ($0, $0) },
    "dictionary": [("no", "no"), ("yes", "yes")],
    "direction": [("compress", "compress"), ("decompress", "decompress")],
    "kind": [("zero", "zero"), ("same", "same-filled"), ("incompressible", "incompressible")],
  ]

  /// Metrics that are shares of 1, to be shown as per cent.
  static let shares: Set<String> = [CompressionFigure.shareID, CompressionFigure.savedID]

  /// Bytes of a block: 4,096 of `4k`; nil for whole files.
  static func bytes(_ block: String?) -> Double? { block.flatMap { AIOWords.number("block", $0) } }

  /// A label and its value where no head names it: `zstd`, `level 3`, `whole files`; nil for labels of others.
  ///
  /// - Parameter labels: all labels of the metric.
  static func text(_ label: String, _ value: String, beside labels: [String: String]) -> String? {
    switch (label, value) {
    case ("codec", _), ("corpus", _), ("direction", "compress"), ("direction", "decompress"): value
    case ("level", _) where labels["codec"] != nil: "level \(value)"
    case ("block", "file"): "whole files"
    case ("dictionary", "yes"): "with a dictionary"
    case ("dictionary", "no"): "without a dictionary"
    default: nil
    }
  }

  /// What a codec with its level is called: `zstd 3`, `zstd −5`, `lz4 fast 8` for an acceleration, as the lz4 tool
  /// calls it, `zstd 1 + dictionary`.
  static func name(codec: String, level: String?, hasDictionary: Bool) -> String {
    let number = level.flatMap(Self.number)
    let levelText: String? =
      switch (codec, number) {
      case ("memcpy", _), ("lz4", 1): nil
      case ("lz4", let number?): "fast \(number)"
      case (_, let number?): number < 0 ? "−\(number.magnitude)" : "\(number)"
      case (_, nil): level == "default" ? nil : level
      }
    return [codec, levelText, hasDictionary ? "+ dictionary" : nil].compactMap(\.self).joined(separator: " ")
  }

  /// A level or an acceleration as a number; nil where it is none.
  static func number(_ level: String) -> Int? { Int(level.replacing("−", with: "-")) }

  /// Where a codec with its level stands among others: from the fastest kind to the strongest, and of each kind from
  /// fast to strong; the kernel's last.
  static func rank(codec: String, level: String?, hasDictionary: Bool) -> [LabelWords.Rank] {
    let number = level.flatMap(Self.number)
    // The more acceleration, the weaker: the only scale that runs the other way.
    let strength = number.map { codec == "lz4" ? -$0 : $0 }
    let isKernel = codec.hasPrefix("zram-")
    return [
      .init(place: isKernel ? 1 : 0), LabelWords.rank("codec", codec),
      .init(place: strength == nil ? 1 : 0, number: Double(strength ?? 0), text: level ?? ""),
      .init(place: hasDictionary ? 1 : 0),
    ]
  }

  /// What was compressed, in words: `memory data, 4 KiB blocks`. Labels that are not known follow with their names.
  static func sentence(_ labels: [String: String]) -> String {
    let rest = labels.keys.filter { $0 != "corpus" && $0 != "block" }.sorted()
    return (["corpus", "block"] + rest).compactMap { label in
      labels[label].map { label == "corpus" ? "\($0) data" : LabelText.text(label, $0, beside: labels) }
    }.joined(separator: ", ")
  }
}
