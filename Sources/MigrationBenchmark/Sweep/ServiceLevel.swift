/// What migrations must keep: `blackout=300ms,total=60s`.
public struct ServiceLevel: Codable, Hashable, Sendable, CustomStringConvertible {
  /// One bound.
  public struct Bound: Codable, Hashable, Sendable {
    /// Of what.
    public var figure: MigrationFigures.Figure
    /// The most, in seconds or bytes.
    public var limit: Double

    /// A bound.
    public init(_ figure: MigrationFigures.Figure, limit: Double) {
      self.figure = figure
      self.limit = limit
    }
  }

  /// Fewer migrations say nothing about a median at 95 %: six on one side are a chance of 1 in 64.
  public static let fewestSamples = 6

  /// The bounds, in the order in which they were given.
  public var bounds: [Bound]

  /// `blackout=0.3s,total=60s`: seconds and bytes.
  public var description: String {
    bounds.map { "\($0.figure.rawValue)=\($0.limit)\($0.figure == .transferred ? "" : "s")" }.joined(
      separator: ",")
  }

  /// These bounds.
  public init(_ bounds: [Bound]) { self.bounds = bounds }

  /// Reads `blackout=300ms,total=60s,brownout=20ms,transferred=4g`.
  ///
  /// Times have `us`, `ms`, `s` or `m`, sizes nothing or `k`, `m`, `g`, `t` (powers of 1,024). Each figure once.
  ///
  /// - Throws: `ServiceLevelError`, which says where it is wrong and what to write.
  public init(_ text: String) throws(ServiceLevelError) {
    bounds = []
    var position = 1
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let bound = try Self.bound(part, at: position)
      guard !bounds.contains(where: { $0.figure == bound.figure }) else {
        throw ServiceLevelError(.twice, "\(bound.figure.rawValue) stands twice; keep one", at: position)
      }
      bounds.append(bound)
      position += part.count + 1
    }
  }

  private static func bound(_ part: Substring, at position: Int) throws(ServiceLevelError) -> Bound {
    guard let equals = part.firstIndex(of: "=") else {
      let what = part.isEmpty ? "nothing stands here" : "'\(part)' has no '='"
      throw ServiceLevelError(.incomplete, "\(what); write as in \(example)", at: position)
    }
    let word = part[..<equals]
    let value = part[part.index(after: equals)...]
    guard let figure = MigrationFigures.Figure(rawValue: String(word)) else {
      let known = MigrationFigures.Figure.allCases.map(\.rawValue).joined(separator: ", ")
      throw ServiceLevelError(.unknownWord, "'\(word)' is no figure; known are \(known)", at: position)
    }
    let units = figure == .transferred ? sizes : times
    guard let limit = number(value, units), limit.isFinite, limit > 0 else {
      let names = units.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
      let kind = figure == .transferred ? "size: a number above 0, with" : "time: a number above 0 and"
      throw ServiceLevelError(
        .badValue, "'\(value)' is no \(kind) one of \(names)", at: position + word.count + 1)
    }
    return Bound(figure, limit: limit)
  }

  private static func number(_ text: Substring, _ units: [(name: String, times: Double, over: Double)])
    -> Double?
  {
    let digits = text.prefix { $0 == "." || ("0"..."9").contains($0) }
    let name = text.dropFirst(digits.count)
    guard digits.utf8.count == digits.count, let number = Double(digits),
      let unit = units.first(where: { $0.name == name })
    else { return nil }
    return number * unit.times / unit.over
  }

  private static let example = "blackout=300ms,total=60s"
  // What is written times the one, over the other: exact, or rounded once.
  private static let times = [("us", 1.0, 1e6), ("ms", 1.0, 1e3), ("s", 1.0, 1.0), ("m", 60.0, 1.0)].map {
    (name: $0.0, times: $0.1, over: $0.2)
  }
  private static let sizes = [("", 1.0), ("k", 0x1p10), ("m", 0x1p20), ("g", 0x1p30), ("t", 0x1p40)].map {
    (name: $0.0, times: $0.1, over: 1.0)
  }
}

/// Why a text is no service level: what, where, and what to write.
public struct ServiceLevelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure.
  public enum Kind: Sendable, Equatable {
    /// A part that is not `figure=value`.
    case incomplete
    /// A figure that does not exist.
    case unknownWord
    /// What is no time or no size.
    case badValue
    /// A figure that stands twice.
    case twice
  }

  /// What kind of failure.
  public let kind: Kind
  /// The character at which it is, from 1.
  public let position: Int
  /// For people.
  public let description: String

  init(_ kind: Kind, _ detail: String, at position: Int) {
    self.kind = kind
    self.position = position
    description = "service level, character \(position): \(detail)"
  }
}
