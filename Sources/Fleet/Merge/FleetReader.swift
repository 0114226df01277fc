internal import Experiment

/// Reads all documents of a fleet, a few at a time, and keeps of each only what the report needs.
///
///     let data = await FleetReader.read(try FleetFiles(["Results/fleet-1"]))
///
/// A thousand documents of two megabytes become columns of a hundred and fifty; what cannot be read is named, and does not
/// stop the others. The order of the files alone decides what comes out, not which was read first.
public enum FleetReader {
  /// Documents that are in memory at a time: enough for every CPU while others are being taken in.
  static let batch = 16

  private typealias Reading = Result<RunColumns, RunColumns.Failure>

  /// Reads the documents.
  ///
  /// - Parameter progress: told after each batch how many documents are done.
  public static func read(_ files: FleetFiles, progress: (Int) -> Void = { _ in }) async -> FleetData {
    var merge = FleetMerge(nodes: files.nodes)
    let batches = stride(from: 0, to: files.sources.count, by: batch).map {
      Array(files.sources[$0..<min($0 + batch, files.sources.count)])
    }
    var done = 0
    var reading = start(batches.first ?? [])
    for (index, sources) in batches.enumerated() {
      let readings = await reading.value
      reading = start(index + 1 < batches.count ? batches[index + 1] : [])
      for (source, reading) in zip(sources, readings) {
        switch reading {
        case .success(let columns): merge.take(columns, of: source)
        case .failure(.noRun) where !source.isNamed: continue
        case .failure(let failure): merge.refuse(failure.line, of: source)
        }
      }
      done += sources.count
      progress(done)
    }
    return merge.finished()
  }

  /// Begins to read documents side by side; what is read is in their order.
  private static func start(_ sources: [FleetFiles.Source]) -> Task<[Reading], Never> {
    Task {
      await withTaskGroup(of: (Int, Reading).self) { group in
        for (index, source) in sources.enumerated() {
          group.addTask {
            (index, Reading { () throws(RunColumns.Failure) in try RunColumns.read(source.path) })
          }
        }
        var readings: [(index: Int, reading: Reading)] = []
        for await (index, reading) in group { readings.append((index, reading)) }
        return readings.sorted { $0.index < $1.index }.map(\.reading)
      }
    }
  }
}
