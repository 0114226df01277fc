/// Which blocks of a stretch are kept.
public enum BlockChoice: String, Sendable, Codable {
  /// All.
  case all
  /// The first, the third, and so on: what a dictionary is trained on.
  case even
  /// The second, the fourth, and so on: what it is measured on.
  case odd

  func keeps(_ number: Int) -> Bool {
    switch self {
    case .all: true
    case .even: number.isMultiple(of: 2)
    case .odd: !number.isMultiple(of: 2)
    }
  }
}
