/// Names in the order in which people count: `node2` before `node10`.
enum NaturalOrder {
  /// Whether one name stands before the other; numbers within them count as numbers.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    let (lefts, rights) = (pieces(left), pieces(right))
    for (first, second) in zip(lefts, rights) where first != second {
      if let one = number(first), let other = number(second), one != other { return one < other }
      return first < second
    }
    return lefts.count != rights.count ? lefts.count < rights.count : left < right
  }

  /// Runs of digits, and what is between them.
  private static func pieces(_ name: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = name[...]
    while let first = rest.first {
      let isNumber = first.isASCII && first.isNumber
      let piece = rest.prefix { ($0.isASCII && $0.isNumber) == isNumber }
      pieces.append(piece)
      rest = rest.dropFirst(piece.count)
    }
    return pieces
  }

  private static func number(_ piece: Substring) -> UInt64? { UInt64(piece) }
}
