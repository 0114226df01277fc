internal import Platform

/// The tables of a notebook, and how older ones become those of today.
enum NotebookSchema {
  /// Marks the file as ours (SQLite's `application_id`): "ASSY".
  static let application = 0x4153_5359

  /// Each step makes a notebook of the version before it one of its own; the first makes an empty file the first
  /// version. Steps are never edited: a change is a new step.
  private static let steps = [first]

  /// The version that this program writes.
  static var version: Int { steps.count }

  /// A Run is one line of `runs`; what was measured under one name and one set of labels is one line of `series`;
  /// `results` holds the valid samples of a series in a Run (64-bit floats, little-endian, in the order they were taken)
  /// and how many were taken. `results` is kept in the order of its key, so that one series is read in one go.
  private static let first = """
    CREATE TABLE runs (
      run INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, path TEXT NOT NULL, host TEXT NOT NULL,
      machine TEXT NOT NULL, kernel TEXT NOT NULL, kernel_version TEXT NOT NULL, tool TEXT NOT NULL,
      suite TEXT NOT NULL, status TEXT NOT NULL, started TEXT NOT NULL, finished TEXT NOT NULL, blocks INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE series (
      series INTEGER PRIMARY KEY, metric TEXT NOT NULL, labels TEXT NOT NULL, unit TEXT NOT NULL,
      better TEXT NOT NULL, UNIQUE (metric, labels, unit, better)
    ) STRICT;
    CREATE TABLE results (
      series INTEGER NOT NULL REFERENCES series, run INTEGER NOT NULL REFERENCES runs, samples INTEGER NOT NULL,
      valid BLOB NOT NULL, PRIMARY KEY (series, run)
    ) STRICT, WITHOUT ROWID;
    """

  /// Makes a file that was opened a notebook of today.
  ///
  /// - Throws: `NotebookProblem` for what is not ours or is of a newer version; `DatabaseError`.
  static func bringUpToDate(_ database: Database) throws {
    if try database.pragma("application_id") == application, try database.pragma("user_version") == version {
      return
    }
    // Only one of several processes that open an old notebook changes it; the others wait, and then find it new. Who is
    // looked at without the lock may be half made.
    try database.begin()
    do {
      try refuseStrangers(database)
      let found = try database.pragma("user_version")
      for step in steps.dropFirst(found) { try database.execute(step) }
      try database.execute("PRAGMA application_id = \(application); PRAGMA user_version = \(version)")
      try database.commit()
    } catch {
      database.rollBack()
      throw error
    }
  }

  private static func refuseStrangers(_ database: Database) throws {
    let owner = try database.pragma("application_id")
    let found = try database.pragma("user_version")
    let tables = try database.prepare("SELECT count(*) FROM sqlite_schema").rows { $0.integer(0) }.first ?? 0
    if owner != application, owner != 0 || found != 0 || tables != 0 {
      throw NotebookProblem(
        "\(database.path): it is a database of something else; name another file with --notebook")
    }
    if found > version {
      throw NotebookProblem(
        "\(database.path): it was written by a newer assay (version \(found) of the notebook; this one knows "
          + "\(version)); update assay, or name another file with --notebook")
    }
  }
}
