internal import ArgumentParser
internal import Experiment
internal import MigrationBenchmark

/// Whether the migrations of a Run keep a service level, row by row.
enum ServiceLevelReport {
  /// The verdicts; exit code 2 where one row breaks it beyond doubt, 3 where none does and one is open.
  static func judge(_ level: ServiceLevel, _ run: Run) -> Judgement {
    let cases = MeasuredCase.all(of: run)
    let verdicts = cases.map { level.verdict(on: $0.samples) }
    let width = cases.map(\.name.count).max() ?? 0
    var lines = ["service level: \(level)"]
    for (one, verdict) in zip(cases, verdicts) {
      let padding = String(repeating: " ", count: width - one.name.count)
      lines.append("  \(one.name)\(padding)  \(verdict.text)")
    }
    if cases.isEmpty { lines.append("  nothing was migrated: INCONCLUSIVE") }
    let all = verdicts.map(\.verdict)
    if all.contains(.fail) { return Judgement(lines: lines, code: .worse) }
    let isOpen = cases.isEmpty || all.contains(.inconclusive)
    return Judgement(lines: lines, code: isOpen ? .inconclusive : nil)
  }
}
