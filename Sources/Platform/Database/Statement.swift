internal import CSQLite

/// A prepared statement: compiled once, run with other values each time.
///
///     let insert = try database.prepare("INSERT INTO t VALUES (?, ?)")
///     try insert.run(.text("a"), .integer(1))
@safe public final class Statement {
  /// A value for a `?`.
  public enum Value: Sendable {
    /// A whole number.
    case integer(Int)
    /// A text.
    case text(String)
    /// Bytes.
    case bytes([UInt8])
    /// Nothing.
    case null

    /// The text, or nothing.
    public init(_ text: String?) {
      self = text.map { .text($0) } ?? .null
    }
  }

  private let database: Database
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer, of database: Database) {
    unsafe self.handle = handle
    self.database = database
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs it to its end; what it answers is dropped.
  public func run(_ values: Value...) throws(DatabaseError) {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    while try step("write") {}
  }

  /// Runs it, and reads every row of the answer.
  public func rows<Result>(_ values: Value..., read: (Row) -> Result) throws(DatabaseError) -> [Result] {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    var results: [Result] = []
    while try step("read") { results.append(read(unsafe Row(handle))) }
    return results
  }

  private func step(_ operation: String) throws(DatabaseError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    try database.check(code, operation)
    return false
  }

  private func bind(_ values: [Value]) throws(DatabaseError) {
    for (index, value) in values.enumerated() {
      try database.check(bind(value, Int32(index + 1)), "write")
    }
  }

  /// SQLite copies what it is given.
  private func bind(_ value: Value, _ place: Int32) -> Int32 {
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .integer(let number): return unsafe sqlite3_bind_int64(handle, place, Int64(number))
    case .text(let text):
      return unsafe sqlite3_bind_text(handle, place, text, Int32(clamping: text.utf8.count), copied)
    case .bytes(let bytes):
      // Without bytes there is no address, and SQLite would take that for nothing at all.
      if bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(handle, place, 0) }
      return unsafe sqlite3_bind_blob(handle, place, bytes, Int32(clamping: bytes.count), copied)
    case .null: return unsafe sqlite3_bind_null(handle, place)
    }
  }

  /// A row of an answer, as long as it is being read.
  @safe public struct Row {
    private let handle: OpaquePointer

    fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    /// The whole number in a column; 0 for nothing.
    public func integer(_ column: Int32) -> Int { unsafe Int(sqlite3_column_int64(handle, column)) }

    /// The text in a column; empty for nothing.
    public func text(_ column: Int32) -> String {
      guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
      let count = unsafe Int(sqlite3_column_bytes(handle, column))
      return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes in a column; empty for nothing.
    public func bytes(_ column: Int32) -> [UInt8] {
      guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
      let count = unsafe Int(sqlite3_column_bytes(handle, column))
      return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }
  }
}
