/// The way that a guest takes from member to member of a network: `A,B,C,A`.
public struct ChainRoute: Hashable, Sendable, CustomStringConvertible {
  /// One migration of the way.
  public struct Hop: Hashable, Sendable {
    /// The members by their place in `names`.
    public var from, to: Int
    /// `A-B`; the second time the same way `A-B (2)`.
    public var label: String
  }

  /// Most different members.
  public static let mostMembers = 26
  /// Most stops, the first included.
  public static let mostStops = 64
  private static let longestName = 16

  /// The members that it comes to, in order.
  public let stops: [String]

  /// Reads names with commas between them: letters, digits, `_` and `.`, up to 16 each; no stop follows itself.
  ///
  /// - Throws: `ChainError`, which says what is wrong and what to write.
  public init(_ text: String) throws(ChainError) {
    var stops: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(part)
      guard Self.isName(name) else {
        throw ChainError(
          "'\(name)' is no member's name: take letters and digits, at most \(Self.longestName), as in A,B,C,A"
        )
      }
      if stops.last == name {
        throw ChainError("\(name) follows itself: a guest moves from one member to another, as in A,B,C,A")
      }
      stops.append(name)
    }
    guard stops.count >= 2 else {
      throw ChainError("'\(text)' has one member: a chain has two or more, as in A,B,C,A")
    }
    guard stops.count <= Self.mostStops else {
      throw ChainError("\(stops.count) stops: a chain has at most \(Self.mostStops)")
    }
    let members = Set(stops).count
    guard members <= Self.mostMembers else {
      throw ChainError("\(members) members: a chain has at most \(Self.mostMembers) different ones")
    }
    self.stops = stops
  }

  /// As it is written.
  public var description: String { stops.joined(separator: ",") }

  /// The members, each once, in the order in which it comes to them.
  public var names: [String] {
    stops.reduce(into: []) { names, stop in if !names.contains(stop) { names.append(stop) } }
  }

  /// The hops, and last the way back from the last member to the one before it.
  public var hopsWithReturn: [Hop] {
    let names = names
    var seen: [String: Int] = [:]
    let way = stops + [stops[stops.count - 2]]
    return zip(way, way.dropFirst()).compactMap { from, to in
      guard let source = names.firstIndex(of: from), let destination = names.firstIndex(of: to) else {
        return nil
      }
      let pair = "\(from)-\(to)"
      let count = seen[pair, default: 0] + 1
      seen[pair] = count
      return Hop(from: source, to: destination, label: count == 1 ? pair : "\(pair) (\(count))")
    }
  }

  private static func isName(_ text: String) -> Bool {
    (1...longestName).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}

extension ChainRoute: Codable {
  /// From its text.
  public init(from decoder: any Decoder) throws {
    self = try ChainRoute(decoder.singleValueContainer().decode(String.self))
  }

  /// As its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Why a text is no chain: what is wrong, and what to write.
public struct ChainError: Error, Sendable, Equatable, CustomStringConvertible {
  /// For people.
  public let description: String

  init(_ description: String) { self.description = description }
}
