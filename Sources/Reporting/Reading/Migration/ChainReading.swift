internal import Experiment
internal import Statistics

/// The stages of a chain of migrations: how long each took, what it was judged by, and the verdict.
struct ChainReading: Sendable {
  static let totalID = "migration.chain"
  static let hopsID = "migration.chain_hops"
  static let stageID = "migration.stage"
  static let verdictID = "migration.stage_verdict"
  static let figureID = "migration.stage_figure"
  static let shareID = "migration.sync_share"
  /// What a Run holds.
  static let ids: Set<String> = [totalID, hopsID, stageID, verdictID, figureID, shareID]

  /// Figures that are shares of 1.
  private static let shares: Set<String> = ["memory-taken", "share", "beat-rate"]

  let subject: Subject

  /// - Parameter isNarrow: whether figures stand below their row instead of in it.
  init(_ reading: RunReading, isNarrow: Bool = false) {
    let stages = reading.estimates(Self.stageID).filter { $0["stage"] != nil && $0["hop"] != nil }
    let hops = Self.hops(reading)
    func place(_ estimate: Estimate) -> (Int, LabelWords.Rank) {
      let hop = estimate["hop"] ?? ""
      return (hops.firstIndex(of: hop) ?? hops.count, LabelWords.rank("stage", estimate["stage"]))
    }
    let rows = stages.sorted { place($0) < place($1) }.map { stage in
      let (verdict, figures) = (Self.verdict(of: stage, reading), Self.figures(of: stage, reading))
      return EstimateTable.Row(
        labels: [stage["hop"] ?? "", stage["stage"] ?? ""], cells: [stage],
        more: isNarrow ? [verdict] : [verdict, figures], beneath: isNarrow ? figures : "")
    }
    let more = isNarrow ? ["verdict"] : ["verdict", "judged by"]
    let table = EstimateTable(
      labels: ["hop", "stage"], columns: [.init("took")], more: more.map { .init($0) }, rows: rows)
    subject = Subject(
      title: "Live migration: the stages of the chain", better: "",
      explanation:
        "A guest with a disk goes from member to member of a network. Took: the time of the stage, of migrate that of the migration itself. Verdict: PASS where every chain that counts keeps the thresholds of the stage, FAIL where one does not, UNKNOWN where one of its figures cannot be told on this host. Judged by: the medians.",
      tables: stages.isEmpty ? [] : [table], sentence: Self.sentence(reading),
      others: stages.isEmpty ? reading.estimates.filter { Self.ids.contains($0.metric.id) } : [])
  }

  /// The hops in the order of the way, the way back last.
  private static func hops(_ reading: RunReading) -> [String] {
    let route = reading.estimates(hopsID).first?["route"] ?? reading.estimates(totalID).first?["route"]
    let stops = (route ?? "").split(separator: ",").map(String.init)
    guard stops.count >= 2 else { return [] }
    let way = stops + [stops[stops.count - 2]]
    var hops: [String] = []
    for (from, to) in zip(way, way.dropFirst()) {
      let pair = "\(from)-\(to)"
      let count = hops.count { $0 == pair || $0.hasPrefix("\(pair) (") } + 1
      hops.append(count == 1 ? pair : "\(pair) (\(count))")
    }
    return hops
  }

  private static func same(_ stage: Estimate, _ id: String, _ reading: RunReading) -> [Estimate] {
    reading.estimates(id).filter { $0["stage"] == stage["stage"] && $0["hop"] == stage["hop"] }
  }

  /// The worst of those that count.
  private static func verdict(of stage: Estimate, _ reading: RunReading) -> String {
    guard let worst = same(stage, verdictID, reading).first?.metric.validValues.min() else { return "–" }
    return worst <= 0 ? "FAIL" : worst < 1 ? "UNKNOWN" : "PASS"
  }

  /// `round-trip 45 µs, link-rate 118 MB/s`.
  private static func figures(of stage: Estimate, _ reading: RunReading) -> String {
    same(stage, figureID, reading).map { figure in
      let name = figure["figure"] ?? ""
      return "\(name) \(figure.medianText(isShare: shares.contains(name)))"
    }.joined(separator: ", ")
  }

  private static func sentence(_ reading: RunReading) -> String? {
    guard let hops = reading.estimates(hopsID).first, let route = hops["route"] else { return nil }
    let total = reading.estimates(totalID).first.map { ", in \($0.valueText)" } ?? ""
    let most = Self.hops(reading).count
    let done = hops.metric.validValues.min().map { Int($0) }
    guard let done else { return nil }
    let way = LiveMigrationWords.text("route", route) ?? route
    if done >= most { return "The \(way) and back by one was done in every chain\(total)." }
    return "The \(way) ended after \(done) of \(Units.count(most, "hop")), the way back included."
  }
}

extension Estimate {
  /// The median alone; a share of 1 as per cent, to the digits that a bound of 99.995 % needs.
  fileprivate func medianText(isShare: Bool) -> String {
    guard let median = summary?.median else { return Units.unknown }
    return isShare
      ? "\(Units.withoutZeros(Units.fixed(median * 100, decimals: 3))) %" : Units.text(median, unit: unit)
  }
}
