/// The end of a long text: what a console said last.
struct LastLines: Sendable {
  private static let limit = 32 << 10
  private var bytes: [UInt8] = []

  mutating func add(_ more: some Sequence<UInt8>) {
    bytes += more
    // Twice the limit before it is cut, so that not every piece moves all.
    if bytes.count > 2 * Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
  }

  /// All that is kept.
  var text: String { String(decoding: bytes.suffix(Self.limit), as: UTF8.self) }

  /// The last lines that say something, indented, for a message. A kernel's panic says why in its first line and where
  /// in the many after it: then they begin there.
  func quoted(_ count: Int = 12) -> String {
    let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
    if lines.isEmpty { return "QEMU and the guest's console said nothing" }
    let panic = lines.lastIndex { $0.contains("Kernel panic") }
    let last = panic.map { lines[max(0, $0 - 1)...].prefix(count) } ?? lines.suffix(count)
    return "QEMU and the guest's console said last:\n" + last.map { "  \($0)" }.joined(separator: "\n")
  }
}
