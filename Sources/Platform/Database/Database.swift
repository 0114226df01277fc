internal import CSQLite

/// An open SQLite database: one connection, of one thread.
///
/// Written for history files: transactions are journalled ahead (WAL), so that readers and a writer do not wait for
/// each other, and a lock of another process is waited for.
@safe public final class Database {
  /// The file.
  public let path: String
  private let handle: OpaquePointer

  /// How long a lock of another process is waited for, in milliseconds.
  public static let patience: Int32 = 10_000

  /// Opens a database.
  ///
  /// - Parameter creating: whether to make the file when it is not there; its directory must be.
  /// - Throws: `DatabaseError`. A file that is no database is found out only when it is first read.
  public init(_ path: String, creating: Bool) throws(DatabaseError) {
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (creating ? SQLITE_OPEN_CREATE : 0)
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      let reason = unsafe opened.map { unsafe Self.reason($0) } ?? "out of memory"
      // Even a failed open hands out a handle.
      unsafe sqlite3_close_v2(opened)
      throw DatabaseError(code: code & 0xFF, path: path, operation: "open", reason: reason)
    }
    self.path = path
    unsafe self.handle = handle
    unsafe sqlite3_busy_timeout(handle, Self.patience)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Executes statements that answer nothing.
  public func execute(_ statements: String) throws(DatabaseError) {
    try check(unsafe sqlite3_exec(handle, statements, nil, nil, nil), "write")
  }

  /// Prepares a statement to be run many times.
  public func prepare(_ statement: String) throws(DatabaseError) -> Statement {
    var prepared: OpaquePointer?
    try check(unsafe sqlite3_prepare_v2(handle, statement, -1, &prepared, nil), "read")
    guard let pointer = unsafe prepared else {
      throw DatabaseError(code: SQLITE_MISUSE, path: path, operation: "read", reason: "an empty statement")
    }
    return unsafe Statement(pointer, of: self)
  }

  /// A whole number that SQLite keeps beside the tables: `user_version`, `application_id`.
  public func pragma(_ name: String) throws(DatabaseError) -> Int {
    try prepare("PRAGMA \(name)").rows { $0.integer(0) }.first ?? 0
  }

  /// Begins what will be done whole or not at all, alone among writers.
  public func begin() throws(DatabaseError) { try execute("BEGIN IMMEDIATE") }

  /// Ends it: it is done.
  public func commit() throws(DatabaseError) { try execute("COMMIT") }

  /// Ends it: it never was.
  public func rollBack() {
    // Where SQLite has taken it back by itself, there is nothing left to take back.
    try? execute("ROLLBACK")
  }

  /// Throws what a result code means.
  func check(_ code: Int32, _ operation: String) throws(DatabaseError) {
    guard code != SQLITE_OK else { return }
    throw DatabaseError(
      code: code & 0xFF, path: path, operation: operation, reason: unsafe Self.reason(handle))
  }

  private static func reason(_ handle: OpaquePointer) -> String {
    unsafe String(cString: sqlite3_errmsg(handle))
  }
}
