import TestSupport
import Testing

@testable import Platform

@Suite struct DatabaseTests {
  private let tree: TemporaryTree
  private var path: String { "\(tree.path)/t.sqlite" }

  init() throws { tree = try TemporaryTree() }

  @Test func valuesComeBackAsTheyWere() throws {
    let database = try Database(path, creating: true)
    try database.execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB)")
    let insert = try database.prepare("INSERT INTO t VALUES (?, ?, ?)")
    try insert.run(.integer(.min), .text("ü\u{0}🦀"), .bytes([0, 255, 7]))
    try insert.run(.integer(3), .text(""), .bytes([]))
    try insert.run(.null, .null, .null)
    let rows = try database.prepare("SELECT a, b, c, c IS NULL FROM t ORDER BY rowid").rows {
      ($0.integer(0), $0.text(1), $0.bytes(2), $0.integer(3) == 1)
    }
    #expect(rows.map(\.0) == [.min, 3, 0])
    #expect(rows.map(\.1) == ["ü\u{0}🦀", "", ""])
    #expect(rows.map(\.2) == [[0, 255, 7], [], []])
    #expect(rows.map(\.3) == [false, false, true])
  }

  @Test func aStatementIsRunAgainWithOtherValues() throws {
    let database = try Database(path, creating: true)
    try database.execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (2)")
    let count = try database.prepare("SELECT count(*) FROM t WHERE a = ?")
    #expect(try count.rows(.integer(2)) { $0.integer(0) } == [2])
    #expect(try count.rows(.integer(1)) { $0.integer(0) } == [1])
  }

  @Test func whatIsRolledBackNeverWas() throws {
    let database = try Database(path, creating: true)
    try database.execute("CREATE TABLE t (a INTEGER UNIQUE)")
    try database.begin()
    try database.execute("INSERT INTO t VALUES (1)")
    let again = #expect(throws: DatabaseError.self) { try database.execute("INSERT INTO t VALUES (1)") }
    #expect(again?.reason == "UNIQUE constraint failed: t.a")
    database.rollBack()
    #expect(try database.prepare("SELECT count(*) FROM t").rows { $0.integer(0) } == [0])
    try database.begin()
    try database.execute("INSERT INTO t VALUES (1)")
    try database.commit()
    #expect(try Database(path, creating: false).prepare("SELECT a FROM t").rows { $0.integer(0) } == [1])
  }

  @Test func whatIsNotThereIsNotMade() {
    let error = #expect(throws: DatabaseError.self) { try Database(path, creating: false) }
    #expect(error?.description == "cannot open \(path): unable to open database file")
    #expect(!Files.exists(path))
  }

  @Test func aFileThatIsNoDatabaseIsDamage() throws {
    try tree.write("t.sqlite", String(repeating: "this is no database. ", count: 100))
    let database = try Database(path, creating: false)
    let error = #expect(throws: DatabaseError.self) { try database.pragma("user_version") }
    #expect(error?.isDamage == true)
    #expect(error?.isBusy == false)
  }

  @Test func aWrongStatementIsAnError() throws {
    let database = try Database(path, creating: true)
    let error = #expect(throws: DatabaseError.self) { try database.prepare("SELEKT 1") }
    #expect(error?.description.contains("syntax error") == true)
    #expect(throws: DatabaseError.self) { try database.prepare("") }
  }
}
