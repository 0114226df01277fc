internal import Platform

/// The history of a host, or of several, in one SQLite file: what every Run that was imported measured.
///
/// The Runs' documents stay the truth. The notebook holds of each what is asked over time, and can be made anew from
/// them.
///
///     let notebook = try Notebook.open(path, creating: true)
///     let report = try await notebook.add(files) { _ in }
///     let history = try notebook.history(of: "memory.bandwidth", labels: ["kernel": "triad"])
public final class Notebook {
  let database: Database

  /// The file.
  public var path: String { database.path }

  /// Where the notebook is unless told: `assay/notebook.sqlite` below `XDG_STATE_HOME`, or below `~/.local/state` (XDG
  /// Base Directory Specification 0.8); nil without either.
  ///
  /// - Parameter environment: Looks a variable up.
  public static func usualPath(_ environment: (String) -> String?) -> String? {
    // The specification has relative paths ignored.
    let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment("HOME").flatMap { $0.hasPrefix("/") ? "\($0)/.local/state" : nil }
    return (state ?? home).map { "\($0)/assay/notebook.sqlite" }
  }

  /// Opens a notebook.
  ///
  /// - Parameter creating: Whether to make one, and the directories above it, where there is none.
  /// - Throws: `NotebookProblem`: not there, damaged, of something else, of a newer assay, in use; `SystemError` where
  ///   the directory cannot be made.
  public static func open(_ path: String, creating: Bool) throws -> Notebook {
    if !creating, !Files.exists(path) {
      throw NotebookProblem(
        "\(path): there is no notebook yet; fill it with assay history --import DIR, where DIR holds Runs")
    }
    if creating { try Files.createDirectories(Files.parent(of: path)) }
    return try told { try Notebook(Database(path, creating: creating)) }
  }

  private init(_ database: Database) throws {
    self.database = database
    try Self.writeAhead(database)
    // Losing the last import in a power cut does not matter: the Runs are there.
    try database.execute("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536")
    try NotebookSchema.bringUpToDate(database)
  }

  /// Journals ahead, so that readers and the writer do not wait for each other.
  private static func writeAhead(_ database: Database) throws(DatabaseError) {
    do throws(DatabaseError) {
      _ = try database.prepare("PRAGMA journal_mode = WAL").rows { $0.text(0) }
    } catch {
      // SQLite does not wait for another process that is just doing the same; the file then is as it should be.
      if !error.isBusy { throw error }
    }
  }

  /// Moves a notebook that cannot be read aside, so that another can be made in its place.
  ///
  /// - Returns: where it is now; nil when it could be read and stayed.
  public static func setAsideIfDamaged(_ path: String) throws -> String? {
    guard Files.exists(path), isDamaged(path) else { return nil }
    let aside = "\(path).damaged"
    for ending in ["-wal", "-shm"] where Files.exists(path + ending) { try Files.remove(path + ending) }
    try Files.move(path, to: aside)
    return aside
  }

  private static func isDamaged(_ path: String) -> Bool {
    do {
      let notebook = try Notebook(Database(path, creating: false))
      let answer = try notebook.database.prepare("PRAGMA quick_check(1)").rows { $0.text(0) }
      return answer != ["ok"]
    } catch let error as DatabaseError {
      return error.isDamage
    } catch {
      return false
    }
  }

  /// Turns what SQLite refuses into a line that says what to do.
  static func told<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw NotebookProblem(error)
    }
  }
}
