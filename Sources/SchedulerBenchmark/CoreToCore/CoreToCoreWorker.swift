internal import Experiment
internal import Platform
internal import Statistics

/// Measures how long a cache line takes from CPU to CPU, in this process.
struct CoreToCoreWorker {
  /// Measurements of each pair, of which the median counts: an interrupt in one does no harm.
  static let tries = 5
  /// Round trips of a try: the fewest that outweigh the readings of the clock, and more than enough.
  static let rounds = 200...20_000
  /// Seconds that a round trip is taken to last when the window is shared out: of two sockets.
  static let slowRoundTrip = 300e-9

  private let workload: CoreToCoreWorkload

  init(_ workload: CoreToCoreWorkload) { self.workload = workload }

  /// One way of the line, half a round trip: for each pair by load and store, and for each class the median of its
  /// pairs, by load and store and by compare-and-swap.
  ///
  /// - Throws: `SampleFailure` when a CPU did not get to run.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    var generator = SeededGenerator(seed: workload.seed)
    let pairs = generator.shuffled(workload.groups.flatMap(\.pairs))
    let cpus = CPUSet(pairs.flatMap { [$0.first, $0.second] }).numbers
    let budget = workload.window / Double(pairs.count * Self.tries * 2)
    let rounds = min(max(Int(budget / Self.slowRoundTrip), Self.rounds.lowerBound), Self.rounds.upperBound)
    // Each try starts two threads on CPUs that the last ones may still hold.
    let results = try context.window(on: cpus, byDesign: [.switches]) {
      try pairs.map { pair in
        (
          pair: pair, store: try oneWay(pair, .store, rounds: rounds),
          swap: try oneWay(pair, .swap, rounds: rounds)
        )
      }
    }
    let classes = workload.groups.map(\.pairing).flatMap { kind in
      let own = results.filter { $0.pair.kind == kind }
      let store = Quantile.median(of: own.map(\.store)), swap = Quantile.median(of: own.map(\.swap))
      return [
        store.map { of("core_to_core_class", kind, $0, primary: true) },
        swap.map { of("core_to_core_swap", kind, $0, primary: false) },
      ].compactMap(\.self)
    }
    return results.map {
      of(
        "core_to_core", $0.pair.kind, $0.store, primary: false, ["from": $0.pair.first, "to": $0.pair.second])
    } + classes
  }

  /// Seconds for one way, the median of several tries.
  private func oneWay(_ pair: Pairing, _ way: Probes.Bounce, rounds: Int) throws -> Double {
    let tries = try (0..<Self.tries).compactMap { _ in
      try Probes.bounce(between: pair.first, and: pair.second, rounds: rounds, way: way)
    }
    guard tries.count == Self.tries, let median = Quantile.median(of: tries) else {
      throw SampleFailure("CPU \(pair.first) and CPU \(pair.second) did not run at the same time")
    }
    return median
  }

  private func of(
    _ name: String, _ kind: PairingClass, _ seconds: Double, primary: Bool, _ ends: [String: Int] = [:]
  ) -> Measurement {
    Measurement(
      id: "scheduler.\(name)",
      labels: ends.mapValues(String.init).merging(["pairing": kind.rawValue]) { $1 }, unit: "s",
      better: .lower, role: primary ? .primary : .informational, value: seconds)
  }
}
