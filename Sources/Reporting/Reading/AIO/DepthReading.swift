internal import Experiment

/// What more requests in flight bring and cost.
struct DepthReading: Sendable {
  /// Loads that differ only in depth.
  struct Sweep: Sendable {
    /// What tells it apart from other sweeps: `libaio, 2 jobs`.
    let name: String
    /// Least depth first.
    let loads: [AIOLoad]
    /// The limits of p99 under which a highest rate was found, with that rate and its depth.
    let knees: [KneeReading.Knee]
  }

  let sweeps: [Sweep]
  /// What stands beside nothing else.
  let singles: [AIOLoad]
  let subject: Subject

  init(_ reading: RunReading) {
    let aio = AIOReading(reading)
    let knees = KneeReading(reading).knees
    let labels = Set(aio.sweeps.compactMap(\.first).flatMap(\.labels.keys))
    let varying = labels.filter { label in Set(aio.sweeps.map { $0.first?[label] }).count > 1 }
      .subtracting(["depth"])
    sweeps = aio.sweeps.map { loads in
      let common = (loads.first?.labels ?? [:]).filter { $0.key != "depth" }
      let name = AIOWords.sentence(common.filter { varying.contains($0.key) || $0.key == "engine" })
      return Sweep(
        name: name.isEmpty ? "plain" : name, loads: loads,
        knees: knees.filter { knee in knee.labels.allSatisfy { (common[$0.key] ?? $0.value) == $0.value } })
    }
    singles = aio.singles
    let figures: [AIOFigure] = [.rate, .p50, .p99, .cpu, .held]
    let tables =
      aio.sweeps.map { EstimateTable($0, heads: ["depth"], figures) }
      + [EstimateTable(aio.singles, heads: ["depth"], figures)]
    subject = Subject(
      title: aio.sweeps.isEmpty ? "I/O on storage" : "I/O depth: what it brings and costs",
      explanation:
        "Rate: operations a second of all jobs. p50 and p99: from submit to completion\(Self.hasMix(aio) ? ", of a mix that of reads" : ""). CPU/op: processor time an operation. Held: rate × mean latency, what really was in flight; asked for: depth × jobs. With O_DIRECT unless said otherwise.",
      tables: tables.filter { !$0.rows.isEmpty }, sentence: sweeps.lazy.compactMap(\.sentence).first,
      others: aio.strangers)
  }

  private static func hasMix(_ aio: AIOReading) -> Bool {
    (aio.sweeps.joined() + aio.singles).contains { $0["rw"] == "randrw" }
  }
}

extension DepthReading.Sweep {
  /// A depth brings enough from this share of the highest rate on.
  private static let enough = 0.95

  /// From which depth on more depth brings no rate but only latency; or that the rate still rises.
  var sentence: String? {
    let known = loads.compactMap { load in
      load.figure(AIOFigure.rateID).flatMap { rate in rate.value.map { (load: load, rate: rate, value: $0) } }
    }
    guard known.count > 2, let last = known.last, let best = known.map(\.value).max(),
      let bend = known.firstIndex(where: { $0.value >= Self.enough * best })
    else { return nil }
    let place = "\(name): depth \(known[bend].load.depth)"
    if bend == known.count - 1 {
      guard known[bend - 1].rate.isClearlyBelow(last.rate) else { return nil }
      return
        "\(place) is the deepest measured, and the rate still rises (\(last.rate.valueText)): deeper may bring more."
    }
    let share = Units.percent(known[bend].value / best)
    guard let low = known[bend].load.latency("p99"), let high = last.load.latency("p99"),
      low.isClearlyBelow(high), let times = high.times(low)
    else { return "\(place) gives \(known[bend].rate.valueText), \(share) of the highest rate." }
    return
      "\(place) gives \(known[bend].rate.valueText), \(share) of the highest rate; up to depth \(last.load.depth) only p99 rises, from \(low.valueText) to \(high.valueText) (\(times))."
  }
}
