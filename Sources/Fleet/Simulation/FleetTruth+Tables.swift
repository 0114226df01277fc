public import Comparison
internal import Statistics

extension FleetTruth {
  /// The rates as tables of `assay validate`.
  public var tables: [Validation.Table] { [equalTable, slowTable] }

  /// Large fleets take longer, and fewer of them.
  private func trials(of nodes: Int) -> Int { nodes < 30 ? trials : max(1, trials / 10) }

  private var equalTable: Validation.Table {
    let noises: [FleetNoise] =
      [
        .independent(0.01), .independent(0.03), .independent(0.1), .outliers, .modes, .heavyTails,
        .randomWalk,
      ] + recorded
    return Validation.Table(
      title: "Fleets of equal nodes: reports that point at a node",
      note:
        "\(Self.metrics) metrics, \(Self.samples) samples a node, nodes that differ by 1 % by nature, δ 5 %; of recorded "
        + "series each node has a stretch. Promised: no more than 5 %; of levels that walk at random on 100 nodes, "
        + "whose medians have tails heavier than normal ones, nothing.",
      columns: ["noise", "nodes", "pointed at", "95 % interval"],
      rows: noises.flatMap { noise in
        [3, 10, 100].map { nodes in Self.later { equalRow(noise, nodes: nodes) } }
      })
  }

  private var slowTable: Validation.Table {
    let noises: [(noise: FleetNoise, isPromised: Bool)] = [
      (.independent(0.01), true), (.independent(0.02), true), (.outliers, true), (.independent(0.03), false),
      (.independent(0.05), false), (.heavyTails, false),
    ]
    return Validation.Table(
      title: "Fleets in which one node is 10 % slower in one metric: reports that find it",
      note:
        "The same fleets. Promised: with noise of 1 and 2 % and with outliers at least 95 %, and no more than 5 % that "
        + "point at anything else besides.",
      columns: ["noise", "nodes", "found", "others pointed at", "95 % interval"],
      rows: noises.flatMap { noise, isPromised in
        [3, 10, 100].map { nodes in Self.later { slowRow(noise, nodes: nodes, isPromised: isPromised) } }
      })
  }

  private func equalRow(_ noise: FleetNoise, nodes: Int) -> Validation.Row {
    var nature = Self.nature
    // What was recorded differs from stretch to stretch as much as it does.
    if case .recorded = noise { nature = 0 }
    let rates = rates(nodes: nodes, noise: noise, factor: 1, nature: nature, trials: trials(of: nodes))
    var isPromised = true
    if case .randomWalk = noise, nodes >= 30 { isPromised = false }
    let alarms = Self.share(rates.falseAlarms, of: rates.trials)
    return Validation.Row(
      cells: [noise.name, "\(nodes)"] + alarms.cells, isKept: isPromised ? alarms.isKept : nil)
  }

  private func slowRow(_ noise: FleetNoise, nodes: Int, isPromised: Bool) -> Validation.Row {
    let rates = rates(nodes: nodes, noise: noise, factor: Self.slow, trials: trials(of: nodes))
    let alarms = Self.share(rates.falseAlarms, of: rates.trials)
    let found = Double(rates.found) / Double(rates.trials)
    return Validation.Row(
      cells: [noise.name, "\(nodes)", Self.percent(found)] + alarms.cells,
      isKept: isPromised ? found >= Self.leastFound && alarms.isKept : nil)
  }

  /// A share of false alarms with its interval; what simulation alone puts above the limit breaks no promise.
  private static func share(_ hits: Int, of trials: Int) -> (cells: [String], isKept: Bool) {
    let share = Double(hits) / Double(trials)
    let interval = Binomial.interval(hits, of: trials)
    let range = interval.map { "\(percent($0.lower)) to \(percent($0.upper))" } ?? ""
    return ([percent(share), range], (interval?.lower ?? share) <= mostAlarms)
  }

  /// `4.1 %`
  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  private static func later(_ compute: @escaping @Sendable () -> Validation.Row)
    -> @Sendable () -> Validation.Row
  { compute }
}
