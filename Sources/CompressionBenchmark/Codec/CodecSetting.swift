public import Experiment
public import Platform

/// A codec at a level: one way to compress, as it is measured and told.
public struct CodecSetting: Codable, Sendable, Hashable {
  /// The codec.
  public var codec: Codec
  /// One of `codec.levels`.
  public var level: Int
  /// Whether a dictionary trained on the corpus helps.
  public var usesDictionary = false

  /// A codec at a level.
  public init(_ codec: Codec, _ level: Int, usesDictionary: Bool = false) {
    self.codec = codec
    self.level = level
    self.usesDictionary = usesDictionary
  }

  /// Copying: what every codec is measured against.
  public static let copying = CodecSetting(.memcpy, 0)

  /// The labels of its metrics.
  public var labels: [String: String] {
    var labels = ["codec": codec.rawValue, "level": String(level)]
    if codec == .zstd { labels["dictionary"] = usesDictionary ? "yes" : "no" }
    return labels
  }

  /// The setting of a metric's labels; nil where they name none.
  public init?(labels: [String: String]) {
    guard let codec = labels["codec"].flatMap(Codec.init), let level = labels["level"].flatMap({ Int($0) }),
      codec.levels.contains(level)
    else { return nil }
    self.init(codec, level, usesDictionary: labels["dictionary"] == "yes")
  }

  /// `zstd-3`, `lz4-1`, `memcpy`.
  public var name: String { codec == .memcpy ? codec.rawValue : "\(codec.rawValue)-\(level)" }

  /// The setting of a name as `name` gives it: `zstd--5` is zstd at level -5; nil when it is none.
  public init?(name: String) {
    if name == Codec.memcpy.rawValue {
      self = .copying
      return
    }
    guard let dash = name.firstIndex(of: "-"), let codec = Codec(rawValue: String(name[..<dash])),
      let level = Int(name[name.index(after: dash)...]), codec.levels.contains(level), codec != .memcpy
    else { return nil }
    self.init(codec, level)
  }
}

/// Which settings a choice of codecs and levels means.
public enum CodecChoice {
  /// Levels of a suite where none are named.
  static func usual(_ suite: Suite, _ codec: Codec) -> [Int] {
    switch (codec, suite) {
    case (.memcpy, _): [0]
    case (.lz4, .thorough): [1, 8]
    case (.lz4, _): [1]
    case (.lz4hc, .thorough): [4, 9, 12]
    case (.lz4hc, _): [9]
    case (.zstd, .quick): [1, 3]
    case (.zstd, .standard): [-5, 1, 3, 9, 19]
    case (.zstd, .thorough): [-5, -1, 1, 2, 3, 5, 7, 9, 12, 15, 19]
    }
  }

  /// The settings, without copying, in the order of the codecs and their levels.
  ///
  /// - Parameters:
  ///   - codecs: empty for all.
  ///   - levels: empty for the suite's. Named without a codec, a level is for every codec that has it.
  ///   - allowsUltra: whether zstd's levels beyond 19 may be taken.
  /// - Throws: `PlanRefused` for a level that none of the codecs has, or one that a named codec does not have.
  public static func settings(
    suite: Suite, codecs: [Codec], levels: [Int], allowsUltra: Bool
  ) throws(PlanRefused) -> [CodecSetting] {
    let wanted = Codec.allCases.filter { $0 != .memcpy && (codecs.isEmpty || codecs.contains($0)) }
    var settings: [CodecSetting] = []
    for level in levels {
      let having = wanted.filter { $0.levels.contains(level) }
      guard having.count == (codecs.isEmpty ? max(1, having.count) : wanted.count) else {
        throw outOfRange(level, wanted)
      }
      for codec in having {
        if let highest = codec.highestUsualLevel, level > highest, !allowsUltra {
          if codecs.isEmpty, having.count > 1 { continue }
          throw PlanRefused(
            "--level \(level): zstd's levels \(highest + 1) to \(codec.levels.upperBound) take much memory and time; say --ultra to take them"
          )
        }
        settings.append(CodecSetting(codec, level))
      }
    }
    if levels.isEmpty {
      settings = wanted.flatMap { codec in usual(suite, codec).map { CodecSetting(codec, $0) } }
    }
    let distinct = Set(settings)
    return wanted.flatMap { codec in
      distinct.filter { $0.codec == codec }.sorted { $0.level < $1.level }
    }
  }

  private static func outOfRange(_ level: Int, _ codecs: [Codec]) -> PlanRefused {
    let ranges = codecs.map { "\($0.rawValue) \($0.levels.lowerBound) to \($0.levels.upperBound)" }
    return PlanRefused("--level \(level): out of range; levels are \(ranges.joined(separator: ", "))")
  }
}
