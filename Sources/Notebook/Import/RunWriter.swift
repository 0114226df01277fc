internal import Experiment
internal import Platform

/// Writes Runs into a notebook, with statements that are prepared once.
final class RunWriter {
  private let find: Statement
  private let insertRun: Statement
  private let insertSeries: Statement
  private let findSeries: Statement
  private let insertResult: Statement
  private let removeResults: Statement
  private let removeRun: Statement
  private var series: [SeriesKey: Int] = [:]

  private struct SeriesKey: Hashable {
    var metric: String
    var labels: String
    var unit: String
    var better: String
  }

  /// A Run that is in the notebook.
  private struct Known {
    var run: Int
    var digest: String
    var status: String
    var blocks: Int
    var path: String
  }

  init(_ database: Database) throws(DatabaseError) {
    find = try database.prepare("SELECT run, digest, status, blocks, path FROM runs WHERE id = ?")
    insertRun = try database.prepare(
      """
      INSERT INTO runs (id, digest, path, host, machine, kernel, kernel_version, tool, suite, status, started, finished,
        blocks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING run
      """)
    insertSeries = try database.prepare(
      "INSERT INTO series (metric, labels, unit, better) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
    findSeries = try database.prepare(
      "SELECT series FROM series WHERE metric = ? AND labels = ? AND unit = ? AND better = ?")
    insertResult = try database.prepare(
      "INSERT INTO results (series, run, samples, valid) VALUES (?, ?, ?, ?)")
    // The table is in the order of series: a look for one Run in each is quicker than a look through all.
    removeResults = try database.prepare(
      "DELETE FROM results WHERE run = ? AND series IN (SELECT series FROM series)")
    removeRun = try database.prepare("DELETE FROM runs WHERE run = ?")
  }

  /// Writes what was read of a file, or notes in the report why not.
  func take(
    _ reading: Result<RunRecord, RunRecord.Failure>, of file: RunFiles.File, _ report: inout ImportReport
  ) throws(DatabaseError) {
    switch reading {
    case .success(let record): try take(record, &report)
    case .failure(.noRun) where !file.isNamed: report.otherKinds += 1
    case .failure(let failure): report.refused.append(failure.line)
    }
  }

  private func take(_ record: RunRecord, _ report: inout ImportReport) throws(DatabaseError) {
    let found = try find.rows(.text(record.id)) {
      Known(
        run: $0.integer(0), digest: $0.text(1), status: $0.text(2), blocks: $0.integer(3), path: $0.text(4))
    }
    guard let known = found.first else {
      try write(record)
      report.added += 1
      return
    }
    if known.digest == record.digest {
      report.known += 1
    } else if known.status == Run.Status.running.rawValue, record.blocks >= known.blocks {
      try removeResults.run(.integer(known.run))
      try removeRun.run(.integer(known.run))
      try write(record)
      report.updated += 1
    } else {
      report.refused.append(
        "\(record.path): the Run \(record.id) is in the notebook with other content, from \(known.path); Runs are never "
          + "edited: remove the file that is wrong, and if that is the first, assay history --rebuild DIR")
    }
  }

  private func write(_ record: RunRecord) throws(DatabaseError) {
    let run =
      try insertRun.rows(
        .text(record.id), .text(record.digest), .text(record.path), .text(record.host), .text(record.machine),
        .text(record.kernel), .text(record.kernelVersion), .text(record.tool), .text(record.suite),
        .text(record.status), .text(record.started), .text(record.finished), .integer(record.blocks)
      ) { $0.integer(0) }.first ?? 0
    for result in record.results {
      try insertResult.run(
        .integer(try number(of: result)), .integer(run), .integer(result.samples),
        .bytes(DoubleBytes.bytes(result.valid)))
    }
  }

  /// The number of a result's series; a new one where there is none yet.
  private func number(of result: RunRecord.Result) throws(DatabaseError) -> Int {
    let key = SeriesKey(
      metric: result.metric, labels: result.labels, unit: result.unit, better: result.better)
    if let known = series[key] { return known }
    try insertSeries.run(.text(key.metric), .text(key.labels), .text(key.unit), .text(key.better))
    let found = try findSeries.rows(.text(key.metric), .text(key.labels), .text(key.unit), .text(key.better))
    {
      $0.integer(0)
    }
    let number = found.first ?? 0
    series[key] = number
    return number
  }
}
