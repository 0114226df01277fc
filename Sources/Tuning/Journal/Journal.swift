internal import Platform

/// The write-ahead record of one apply: taking it back needs nothing else.
public final class Journal {
  /// The file.
  let path: String
  /// The number of the apply: later ones have higher numbers.
  public let number: Int
  /// What it says.
  public private(set) var state: JournalState
  /// Whether nothing of it was left.
  private(set) var isRemoved = false
  private let file: AppendedFile

  /// Bytes for each change beyond its intent: what tells that it was done, taken back and rebased.
  private static let bytesForEach = 256
  private static let longestJournal = 64 << 20

  /// Writes a new journal and makes it durable: nothing may be changed before this has returned.
  ///
  /// - Throws: what keeps it from being durable; then it is removed again, as far as that goes.
  static func create(
    _ path: String, number: Int, _ begin: JournalRecord.Begin, _ changes: [RecordedChange]
  ) throws -> Journal {
    let records = [.begin(begin)] + changes.map { JournalRecord.intent($0) }
    let bytes = try records.flatMap { try $0.line() }
    // From its bytes: what could not be read again is seen before anything is changed.
    guard let state = try JournalState(bytes, name: path) else {
      preconditionFailure("a journal begins with its first line")
    }
    let file = try AppendedFile(path, creating: true)
    do {
      // A rebased change repeats its intent.
      try file.reserve(2 * bytes.count + Self.bytesForEach * (changes.count + 4))
      try file.append(bytes)
      try file.sync()
      try Files.syncDirectory(Files.parent(of: path))
    } catch {
      try? Files.remove(path)
      throw error
    }
    return Journal(path, number, state, file)
  }

  /// Opens one that is there; nil where it has not even begun.
  ///
  /// - Throws: `JournalState.Refusal` where it cannot be believed; `SystemError`.
  static func open(_ path: String, number: Int) throws -> Journal? {
    let bytes = try bytes(path)
    guard let state = try JournalState(bytes, name: path) else { return nil }
    let file = try AppendedFile(path)
    // What was written in part was no record yet, and nothing could be read behind it.
    if let last = bytes.last, last != UInt8(ascii: "\n") {
      let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      try file.cut(to: whole)
    }
    return Journal(path, number, state, file)
  }

  /// The bytes of one that is there.
  static func bytes(_ path: String) throws(SystemError) -> [UInt8] {
    try Files.bytes(path, limit: longestJournal)
  }

  private init(_ path: String, _ number: Int, _ state: JournalState, _ file: AppendedFile) {
    self.path = path
    self.number = number
    self.state = state
    self.file = file
  }

  /// Adds a record; it outlasts this process at once, and a power cut after `sync`.
  func add(_ record: JournalRecord) throws {
    var next = state
    if let problem = next.take(record) { throw JournalState.Refusal(description: "\(path): \(problem)") }
    try file.append(try record.line())
    state = next
  }

  /// Makes all records durable.
  func sync() throws(SystemError) { try file.sync() }

  /// Removes it: nothing of it is left to be taken back.
  func remove() throws(SystemError) {
    try Files.remove(path)
    try Files.syncDirectory(Files.parent(of: path))
    isRemoved = true
  }
}
