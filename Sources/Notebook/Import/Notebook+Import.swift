internal import Platform

extension Notebook {
  /// Files that are read, and written in one transaction, at a time.
  static let batch = 128

  /// Imports Runs. One that is there already stays as it is, unless it was still measuring then.
  ///
  /// A Run is never edited: another document with the id of one that is there is refused, and the notebook keeps the
  /// first. What cannot be read is refused as well; the rest is imported.
  /// - Parameter progress: Told after each batch how many files are done.
  /// - Throws: `NotebookProblem`; what was done until then stays.
  public func add(_ files: RunFiles, progress: (Int) -> Void) async throws -> ImportReport {
    try await take(files, progress: progress) { batch in
      try self.database.begin()
      do {
        try batch()
        try self.database.commit()
      } catch {
        self.database.rollBack()
        throw error
      }
    }
  }

  /// Makes the notebook anew from these Runs, all of them or not at all: until it is done, others see the old one.
  ///
  /// - Returns: what was imported, and how many Runs were in the notebook before.
  /// - Throws: `NotebookProblem`; also where there is no Run among the files. The notebook is then as it was.
  public func rebuild(_ files: RunFiles, progress: (Int) -> Void) async throws -> (ImportReport, before: Int)
  {
    let before = try Self.told {
      try database.begin()
      return try database.prepare("SELECT count(*) FROM runs").rows { $0.integer(0) }.first ?? 0
    }
    do {
      try Self.told { try database.execute("DELETE FROM results; DELETE FROM series; DELETE FROM runs") }
      let report = try await take(files, progress: progress) { try $0() }
      guard report.added > 0 else {
        throw NotebookProblem("there is no Run among these files; the notebook is as it was")
      }
      try Self.told { try database.commit() }
      return (report, before)
    } catch {
      database.rollBack()
      throw error
    }
  }

  /// Reads batch after batch on every CPU, and writes one while the next is being read.
  private func take(
    _ files: RunFiles, progress: (Int) -> Void, in transaction: (() throws -> Void) throws -> Void
  ) async throws -> ImportReport {
    var report = ImportReport()
    let writer = try Self.told { try RunWriter(database) }
    let batches = stride(from: 0, to: files.files.count, by: Self.batch).map {
      Array(files.files[$0..<min($0 + Self.batch, files.files.count)])
    }
    var done = 0
    var reading = BatchReader.start(batches.first ?? [])
    for (index, batch) in batches.enumerated() {
      let records = await reading.value
      reading = BatchReader.start(index + 1 < batches.count ? batches[index + 1] : [])
      try Self.told {
        try transaction {
          for (file, record) in zip(batch, records) { try writer.take(record, of: file, &report) }
        }
      }
      done += batch.count
      progress(done)
    }
    return report
  }
}
