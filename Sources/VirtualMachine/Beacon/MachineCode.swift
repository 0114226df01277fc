/// Machine code as bytes, each instruction with its listing beside it, and labels that are resolved here.
///
/// The listing is in the words of the GNU assembler (Intel syntax, no prefixes), so that it can be asked whether they
/// and the bytes say the same.
struct MachineCode: Sendable {
  /// What is appended to an instruction's bytes.
  private enum Reference {
    /// Distance from the end of the instruction, one or four bytes.
    case distance(String, bytes: Int)
    /// The label's address and an offset, two or four bytes.
    case address(String, offset: Int, bytes: Int)

    var label: String {
      switch self {
      case .distance(let label, _), .address(let label, _, _): label
      }
    }

    var byteCount: Int {
      switch self {
      case .distance(_, let bytes), .address(_, _, let bytes): bytes
      }
    }
  }

  /// Bytes after which one reference may stand, and what comes behind it.
  private struct Piece {
    var bytes: [UInt8]
    var reference: Reference?
    var rest: [UInt8] = []

    var byteCount: Int { bytes.count + (reference?.byteCount ?? 0) + rest.count }
  }

  /// Where the first byte will stand in memory.
  let origin: Int
  private var pieces: [Piece] = []
  private var offsets: [String: Int] = [:]
  private var length = 0
  /// One line for each label, instruction and datum.
  private(set) var listing: [String] = []

  /// Nothing yet.
  init(origin: Int) { self.origin = origin }

  /// A name for the place that the code has come to.
  mutating func label(_ name: String) {
    precondition(offsets.updateValue(length, forKey: name) == nil, "the label \(name) is there twice")
    listing.append("\(name):")
  }

  /// A word to the assembler that makes no bytes.
  mutating func directive(_ text: String) { listing.append(text) }

  /// An instruction or a datum that names no label.
  mutating func code(_ bytes: [UInt8], _ text: String) { add(Piece(bytes: bytes), text) }

  /// A jump by a distance of one byte; `text` is completed by the label.
  mutating func short(_ bytes: [UInt8], _ text: String, _ label: String) {
    add(Piece(bytes: bytes, reference: .distance(label, bytes: 1)), "\(text) \(label)")
  }

  /// A jump by a distance of four bytes; `text` is completed by the label.
  mutating func near(_ bytes: [UInt8], _ text: String, _ label: String) {
    add(Piece(bytes: bytes, reference: .distance(label, bytes: 4)), "\(text) \(label)")
  }

  /// What holds an address of two or four bytes; `text` names the label itself.
  mutating func address(
    _ bytes: [UInt8], of label: String, offset: Int = 0, size: Int, then rest: [UInt8] = [], _ text: String
  ) {
    add(Piece(bytes: bytes, reference: .address(label, offset: offset, bytes: size), rest: rest), text)
  }

  private mutating func add(_ piece: Piece, _ text: String) {
    pieces.append(piece)
    length += piece.byteCount
    listing.append("  \(text)")
  }

  /// Where a label stands, from the first byte.
  func offset(of label: String) -> Int {
    guard let offset = offsets[label] else { preconditionFailure("there is no label \(label)") }
    return offset
  }

  /// The bytes, with every reference resolved.
  var bytes: [UInt8] {
    var all: [UInt8] = []
    for piece in pieces {
      all += piece.bytes
      let end = all.count + (piece.reference?.byteCount ?? 0)
      if let reference = piece.reference {
        let target = offset(of: reference.label)
        switch reference {
        case .distance(let label, let bytes):
          precondition(bytes > 1 || Int8(exactly: target - end) != nil, "\(label) is too far for one byte")
          all += Self.little(target - end, bytes)
        case .address(_, let offset, let bytes):
          all += Self.little(origin + target + offset, bytes)
        }
      }
      all += piece.rest
    }
    return all
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
