/// Reads documents side by side, as many at a time as there are CPUs.
enum BatchReader {
  /// What came of reading one.
  typealias Reading = Result<RunRecord, RunRecord.Failure>

  /// Begins to read files; what is read is in their order.
  static func start(_ files: [RunFiles.File]) -> Task<[Reading], Never> {
    Task { await read(files) }
  }

  private static func read(_ files: [RunFiles.File]) async -> [Reading] {
    await withTaskGroup(of: (Int, Reading).self) { group in
      for (index, file) in files.enumerated() {
        group.addTask { (index, Reading { () throws(RunRecord.Failure) in try RunRecord.read(file.path) }) }
      }
      var readings: [(index: Int, reading: Reading)] = []
      for await (index, reading) in group { readings.append((index, reading)) }
      return readings.sorted { $0.index < $1.index }.map(\.reading)
    }
  }
}
