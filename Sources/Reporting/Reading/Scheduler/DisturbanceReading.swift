internal import Experiment

/// What takes time from the CPUs besides the benchmark.
struct DisturbanceReading: Sendable {
  static let gapID = "scheduler.noise"
  static let shareID = "scheduler.noise_share"
  static let rateID = "scheduler.noise_gaps"
  static let stealID = "scheduler.noise_steal"
  static let interruptID = "scheduler.noise_interrupts"
  static let softirqID = "scheduler.noise_softirqs"
  static let switchID = "scheduler.noise_switches"
  static let ids: Set<String> = [gapID, shareID, rateID, stealID, interruptID, softirqID, switchID]
  /// So many CPUs, the most disturbed, have a row of their own.
  static let mostCPUs = 8

  /// The gaps of all CPUs together; nil where none were recorded.
  let gaps: LatencyDistribution?
  let estimates: [Estimate]
  /// What is in the tables.
  var shown: [Estimate] { subject.tables.flatMap(\.estimates) }
  let subject: Subject

  init(_ reading: RunReading) {
    estimates = reading.estimates.filter { Self.ids.contains($0.metric.id) }
    let whole = estimates.filter { $0["cpu"] == nil || $0["cpu"] == "all" }
    gaps = LatencyDistribution.all(whole.filter { $0.metric.id == Self.gapID }).first
    let each = estimates.filter { ($0["cpu"].flatMap { Int($0) }) != nil }
    var summary = Self.summary(whole)
    summary.title = "All CPUs"
    var perCPU = Self.perCPU(each)
    let count = perCPU.rows.count
    if count > Self.mostCPUs { perCPU.rows = Self.worst(perCPU.rows) }
    perCPU.title = count > Self.mostCPUs ? "The \(Self.mostCPUs) most disturbed of \(count) CPUs" : "Each CPU"
    let placed = Set((summary.estimates + each).map(\.metric.key))
    subject = Subject(
      title: "Interruptions", better: "lower is better", explanation: Self.explanation(whole),
      tables: [summary, perCPU].filter { !$0.rows.isEmpty }, sentence: Self.sentence(whole, each),
      others: estimates.filter {
        !placed.contains($0.metric.key) && !($0.metric.id == Self.gapID && $0["quantile"] != nil)
          && !($0.metric.id == Self.softirqID && $0["kind"] != nil)
      })
  }

  private static func explanation(_ whole: [Estimate]) -> String {
    let threshold = whole.lazy.compactMap { $0["threshold"] }.first.map {
      " longer than \(LabelWords.value("interval", $0, beside: [:]))"
    }
    return
      "A thread on each CPU only reads the clock; gaps\(threshold ?? "") are time that something else took: interrupts, other threads, the hypervisor. Rates are for each CPU."
  }

  private static func summary(_ whole: [Estimate]) -> EstimateTable {
    func row(_ words: String, _ id: String, _ labels: [String: String] = [:]) -> EstimateTable.Row? {
      whole.first { estimate in
        estimate.metric.id == id && labels.allSatisfy { estimate[$0.key] == $0.value }
      }.map { EstimateTable.Row(labels: [words], cells: [$0]) }
    }
    let gaps = ["p50", "p99", "p99.9"].map { row("gap \($0)", gapID, ["quantile": $0]) }
    let all =
      [row("time lost", shareID), row("hypervisor", stealID), row("gaps", rateID)] + gaps
      + [row("longest gap", gapID, ["quantile": "max"])]
    let sources = (["all"] + sourceNames(whole)).map { source in
      row(source == "all" ? "interrupts" : short(source), interruptID, ["source": source])
    }
    let softirqs = whole.filter { $0.metric.id == softirqID && $0["kind"] != nil && $0.value != 0 }
    let kinds = softirqs.sorted { ($0.value ?? 0) > ($1.value ?? 0) }.compactMap { estimate in
      row("softirqs, \(estimate["kind"] ?? "")", softirqID, estimate.metric.labels)
    }
    let rows = all + sources + kinds
    return EstimateTable(labels: ["what"], columns: [.init("value")], rows: rows.compactMap(\.self), main: 0)
  }

  /// The name of a source of interrupts as far as a narrow terminal has room.
  private static func short(_ source: String) -> String {
    "· \(source.count > 18 ? "\(source.prefix(17))…" : source)"
  }

  /// The named sources of interrupts, the most frequent first.
  private static func sourceNames(_ whole: [Estimate]) -> [String] {
    var names: [String] = []
    let interrupts = whole.filter { $0.metric.id == interruptID && $0["source"] != "all" }
    for estimate in interrupts.sorted(by: { ($0.value ?? 0) > ($1.value ?? 0) }) {
      if let name = estimate["source"], !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static func perCPU(_ each: [Estimate]) -> EstimateTable {
    let columns = [
      (shareID, "time lost"), (gapID, "longest gap"), (interruptID, "interrupts"), (stealID, "stolen"),
      (switchID, "put off"),
    ]
    return EstimateTable(
      each.filter { $0.metric.id != gapID || $0["quantile"] == "max" }, by: ["cpu"],
      hidden: ["quantile", "threshold", "source"],
      columns: columns.map { id, name in .init(name, dropped: id == shareID ? nil : 5) }, main: 0
    ) { estimate in columns.first { $0.0 == estimate.metric.id }?.1 }
  }

  /// The rows with the most time lost, in their order.
  private static func worst(_ rows: [EstimateTable.Row]) -> [EstimateTable.Row] {
    let lost = rows.indices.sorted {
      let (left, right) = (rows[$0].cells.first??.value ?? -1, rows[$1].cells.first??.value ?? -1)
      return (right, $0) < (left, $1)
    }
    return lost.prefix(mostCPUs).sorted().map { rows[$0] }
  }

  /// How much is lost, and where beyond doubt most.
  private static func sentence(_ whole: [Estimate], _ each: [Estimate]) -> String? {
    guard let share = whole.first(where: { $0.metric.id == shareID }), share.value != nil,
      share.modes.isEmpty,
      let longest = whole.first(where: { $0.metric.id == gapID && $0["quantile"] == "max" }),
      longest.value != nil, longest.modes.isEmpty
    else { return nil }
    let shares = each.filter { $0.metric.id == shareID }
    let most = shares.max { ($0.value ?? 0) < ($1.value ?? 0) }
    let others = shares.filter { $0.metric.key != most?.metric.key }
    let stands =
      most.map { most in !others.isEmpty && others.allSatisfy { $0.isClearlyBelow(most) } } ?? false
    let advice =
      stands
      ? "CPU \(most?["cpu"] ?? "") loses most (\(most?.valueText ?? "")): keep it free of what must not wait."
      : "no CPU can promise to answer sooner than that."
    return
      "Something else takes \(share.valueText) of the CPUs' time, and up to \(longest.valueText) at once; \(advice)"
  }
}
