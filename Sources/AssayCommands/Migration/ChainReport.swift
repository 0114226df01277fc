internal import ArgumentParser
internal import Experiment
internal import MigrationBenchmark

/// Whether the chains of a Run keep the thresholds of their stages.
enum ChainReport {
  /// The verdicts of all stages, by every chain that counts; exit code 2 where one breaks a threshold. What cannot be
  /// told is said, and is no failure.
  static func judge(_ route: ChainRoute, _ run: Run) -> Judgement {
    let stages = run.metrics.filter { $0.id == "migration.stage_verdict" && !$0.validValues.isEmpty }
    func names(_ isWanted: (Double) -> Bool) -> [String] {
      let wanted = stages.filter { $0.validValues.min().map(isWanted) ?? false }
      return ordered(wanted.map(\.labels), by: route).map { "\($0["stage"] ?? "?") of \($0["hop"] ?? "?")" }
    }
    let failed = names { $0 == 0 }
    let open = names { $0 > 0 && $0 < 1 }
    let chains = run.metrics.first { $0.id == "migration.chain_hops" }?.validValues.count ?? 0
    guard chains > 0 else {
      return Judgement(lines: ["chain \(route): no chain counts"], code: .inconclusive)
    }
    let count = "\(chains) chain\(chains == 1 ? "" : "s")"
    let unknown =
      open.isEmpty ? [] : ["  cannot be told, and is no failure: \(open.joined(separator: ", "))"]
    if failed.isEmpty {
      return Judgement(lines: ["chain \(route), \(count): PASS: every stage keeps its thresholds"] + unknown)
    }
    return Judgement(
      lines: ["chain \(route), \(count): FAIL: \(failed.joined(separator: ", "))"] + unknown, code: .worse)
  }

  /// In the order of the way, then of the stages.
  private static func ordered(_ labels: [[String: String]], by route: ChainRoute) -> [[String: String]] {
    let hops = route.hopsWithReturn.map(\.label)
    func rank(_ labels: [String: String]) -> (Int, Int) {
      (
        hops.firstIndex { $0 == labels["hop"] } ?? hops.count,
        Stage.allCases.firstIndex { $0.rawValue == labels["stage"] } ?? Stage.allCases.count
      )
    }
    return labels.sorted { rank($0) < rank($1) }
  }
}
