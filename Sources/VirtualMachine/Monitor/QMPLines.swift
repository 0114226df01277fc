/// Lines out of pieces of any size.
struct QMPLines {
  /// A line that does not end.
  struct TooLong: Error, Equatable {
    let limit: Int
  }

  /// The longest answer of a command that we use has some ten thousand bytes.
  static let usualLimit = 1 << 20

  private let limit: Int
  private var begun: [UInt8] = []

  init(limit: Int = usualLimit) { self.limit = limit }

  /// Takes a piece and gives the lines that end in it, without their ends; empty ones are left out.
  mutating func add(_ piece: ArraySlice<UInt8>) throws(TooLong) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = piece
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      try append(rest[..<end])
      if begun.last == UInt8(ascii: "\r") { begun.removeLast() }
      if !begun.isEmpty { lines.append(begun) }
      begun = []
      rest = rest[(end + 1)...]
    }
    try append(rest)
    return lines
  }

  private mutating func append(_ more: ArraySlice<UInt8>) throws(TooLong) {
    guard begun.count + more.count <= limit else { throw TooLong(limit: limit) }
    begun += more
  }
}
