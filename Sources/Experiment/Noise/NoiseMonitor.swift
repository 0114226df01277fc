internal import Host
internal import Platform

/// Watches one measuring window: reads the kernel's counters and runs short probes before it and after it.
///
///     let monitor = NoiseMonitor.begin(cpus: [0, 1])
///     … measure …
///     let noise = monitor.end()
///
/// Nothing of it runs inside the window.
public struct NoiseMonitor {
  /// Pieces of about a microsecond in a fixed-work spin: 1 ms a CPU before and after each window.
  static let spinPieces = 1_000
  /// Passes of the cache line in a placement probe: about 1 ms between distant CPUs.
  static let bounceRounds = 5_000
  /// Pairs of neighbouring CPUs that the placement probe looks at, at most.
  static let placementPairs = 16

  private let cpus: [Int]
  private let before: KernelCounters
  private let spinBefore: Double?
  private let gapsBefore: [SpinResult]
  private let placement: [Double]?

  /// Probes the CPUs in use and reads the counters; the window starts when this returns.
  ///
  /// What cannot be read or probed stays unknown.
  public static func begin(cpus: [Int]) -> NoiseMonitor {
    let placement = probePlacement(cpus)
    let spins = (try? Probes.spin(on: cpus, pieces: spinPieces)) ?? []
    return NoiseMonitor(
      cpus: cpus, before: KernelCounters.read(cpus: cpus), spinBefore: Self.meanWork(spins),
      gapsBefore: spins,
      placement: placement)
  }

  /// Reads the counters and probes again; the window ended when this was called.
  public func end() -> Noise {
    let after = KernelCounters.read(cpus: cpus)
    let spins = (try? Probes.spin(on: cpus, pieces: Self.spinPieces)) ?? []
    var noise = after.noise(since: before, cpuCount: cpus.count)
    noise.spinBefore = spinBefore
    noise.spinAfter = Self.meanWork(spins)
    noise.placement = placement
    let all = gapsBefore + spins
    let total = all.reduce(0) { $0 + $1.seconds }
    if total > 0 {
      noise.gapShare = all.reduce(0) { $0 + $1.gapSeconds } / total
      noise.longestGap = all.map(\.longestGapSeconds).max()
    }
    return noise
  }

  private static func meanWork(_ spins: [SpinResult]) -> Double? {
    spins.isEmpty ? nil : spins.reduce(0) { $0 + $1.workSeconds } / Double(spins.count)
  }

  private static func probePlacement(_ cpus: [Int]) -> [Double]? {
    var times: [Double] = []
    for (first, second) in zip(cpus, cpus.dropFirst()).prefix(placementPairs) {
      guard let time = try? Probes.bounce(between: first, and: second, rounds: bounceRounds) else {
        return nil
      }
      times.append(time)
    }
    return times
  }
}
