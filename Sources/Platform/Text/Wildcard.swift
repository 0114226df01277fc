/// Patterns with `*`, which stands for any part of one name.
public enum Wildcard {
  /// Whether a name is one that the pattern stands for.
  public static func matches(_ name: some StringProtocol, _ pattern: some StringProtocol) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return name == pattern }
    guard name.hasPrefix(first), name.hasSuffix(last), name.count >= first.count + last.count else {
      return false
    }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  /// Whether a name of several parts is one that a pattern of as many parts stands for.
  public static func matchesPath(_ path: String, _ pattern: String) -> Bool {
    let parts = path.split(separator: "/")
    let patterns = pattern.split(separator: "/")
    return parts.count == patterns.count && zip(parts, patterns).allSatisfy { matches($0, $1) }
  }
}
