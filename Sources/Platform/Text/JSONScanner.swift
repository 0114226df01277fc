/// Reads JSON from front to back without making a tree of it: what is not asked for is passed over.
///
///     var scanner = JSONScanner(bytes)
///     try scanner.object { name, scanner in
///       if name == "id" { id = try scanner.string() } else { try scanner.skip() }
///     }
///     try scanner.end()
///
/// For documents that are large and of which little is wanted. It believes what it passes over to be JSON as far as
/// brackets and quotes go; where it refuses, a full decoder knows how to say why.
public struct JSONScanner {
  /// It is not JSON, or not of the kind that was asked for.
  public struct Unexpected: Error, Sendable, Equatable {
    /// Bytes from the start.
    public var offset: Int
  }

  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0
  /// Deeper nesting is damage, not a document.
  private static let deepest = 64

  /// Reads these bytes, which are UTF-8.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  // MARK: Values

  /// Reads an object: `member` gets each name, and must read or skip its value.
  public mutating func object(
    _ member: (String, inout JSONScanner) throws(Unexpected) -> Void
  ) throws(Unexpected) {
    try open("{")
    if takes("}") { return depth -= 1 }
    repeat {
      let name = try string()
      guard takes(":") else { throw unexpected }
      try member(name, &self)
    } while takes(",")
    guard takes("}") else { throw unexpected }
    depth -= 1
  }

  /// Reads an array: `element` must read or skip each of its values.
  public mutating func array(_ element: (inout JSONScanner) throws(Unexpected) -> Void) throws(Unexpected) {
    try open("[")
    if takes("]") { return depth -= 1 }
    repeat { try element(&self) } while takes(",")
    guard takes("]") else { throw unexpected }
    depth -= 1
  }

  /// Reads a string.
  public mutating func string() throws(Unexpected) -> String {
    guard takes("\"") else { throw unexpected }
    let start = place
    let isPlain = try passString()
    let content = bytes[start..<(place - 1)]
    return isPlain ? String(decoding: content, as: UTF8.self) : try unescaped(content)
  }

  /// Reads a finite number.
  public mutating func number() throws(Unexpected) -> Double {
    skipSpace()
    let start = place
    while place < bytes.count, Self.isOfNumber(bytes[place]) { place += 1 }
    if place == start + 1, Self.isDigit(bytes[start]) { return Double(bytes[start] - UInt8(ascii: "0")) }
    guard Self.isNumber(bytes[start..<place]),
      let number = Double(Substring(decoding: bytes[start..<place], as: UTF8.self)), number.isFinite
    else {
      throw Unexpected(offset: start)
    }
    return number
  }

  /// Passes over `null`, if that is what is here.
  public mutating func takesNull() -> Bool {
    skipSpace()
    return takesWord("null")
  }

  /// Reads a whole number.
  public mutating func integer() throws(Unexpected) -> Int {
    let start = place
    guard let integer = Int(exactly: try number()) else { throw Unexpected(offset: start) }
    return integer
  }

  /// Reads `true` or `false`.
  public mutating func boolean() throws(Unexpected) -> Bool {
    skipSpace()
    if takesWord("true") { return true }
    if takesWord("false") { return false }
    throw unexpected
  }

  /// Passes over a value of any kind.
  public mutating func skip() throws(Unexpected) {
    skipSpace()
    guard place < bytes.count else { throw unexpected }
    switch bytes[place] {
    case UInt8(ascii: "\""):
      place += 1
      _ = try passString()
    case UInt8(ascii: "{"), UInt8(ascii: "["): try skipNested()
    default:
      let start = place
      while place < bytes.count, Self.isOfNumber(bytes[place]) || Self.isLetter(bytes[place]) { place += 1 }
      if place == start { throw unexpected }
    }
  }

  /// There must be nothing more.
  public mutating func end() throws(Unexpected) {
    skipSpace()
    if place != bytes.count { throw unexpected }
  }

  // MARK: Bytes

  /// Bytes from the start to what is read next.
  public var offset: Int { place }

  /// What is here is not what was expected.
  public var unexpected: Unexpected { Unexpected(offset: place) }

  private mutating func open(_ bracket: Unicode.Scalar) throws(Unexpected) {
    guard takes(bracket), depth < Self.deepest else { throw unexpected }
    depth += 1
  }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
  }

  private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: scalar) else { return false }
    place += 1
    return true
  }

  private mutating func takesWord(_ word: String) -> Bool {
    guard bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  /// From behind the first quote to behind the last; whether there was nothing to unescape.
  private mutating func passString() throws(Unexpected) -> Bool {
    var isPlain = true
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return isPlain }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        place += 1
      }
    }
    throw unexpected
  }

  private mutating func skipNested() throws(Unexpected) {
    var open = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        open -= 1
        if open == 0 { return }
      case UInt8(ascii: "\""): _ = try passString()
      default: break
      }
    }
    throw unexpected
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// RFC 8259 knows fewer numbers than Swift: no sign `+`, no zero before another digit, no point without a digit on both
  /// sides.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    guard let first = digits.first, isDigit(first) else { return false }
    let second = digits.dropFirst().first
    if first == UInt8(ascii: "0"), let second, isDigit(second) { return false }
    guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else { return true }
    return point + 1 < digits.endIndex && isDigit(digits[point + 1])
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private func unescaped(_ content: ArraySlice<UInt8>) throws(Unexpected) -> String {
    guard let text = JSONEscapes.text(content) else { throw unexpected }
    return text
  }
}
