internal import CPlatform

/// Two parties that wake each other in turn, each asleep while the other runs.
public enum TokenExchange {
  /// How one wakes the other.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Four bytes through a pipe in each direction.
    case pipe
    /// A word of memory, and futex wait and wake.
    case futex
    /// An eventfd in each direction.
    case eventfd
    /// A word of memory, and sched_yield until it changes: for two parties on one CPU.
    case `yield`

    var code: assay_switch_kind {
      switch self {
      case .pipe: ASSAY_SWITCH_PIPE
      case .futex: ASSAY_SWITCH_FUTEX
      case .eventfd: ASSAY_SWITCH_EVENTFD
      case .yield: ASSAY_SWITCH_YIELD
      }
    }
  }

  /// Lets two parties hand a token back and forth for a time.
  ///
  /// - Parameters:
  ///   - places: the CPUs that each of the two may run on.
  ///   - window: seconds that count, after an eighth of that to warm up.
  /// - Returns: seconds for one way: half a round trip.
  /// - Throws: EAGAIN when a party cannot be started, EINVAL when it cannot be pinned, EMFILE without descriptors,
  ///   ETIMEDOUT when one does not get to run. No party and no descriptor is left then.
  public static func run(
    _ kind: Kind, between parties: PartyKind, on places: (CPUSet, CPUSet), window: Double
  ) throws(SystemError) -> Double {
    precondition(window > 0)
    var result = assay_switch_result()
    try unsafe PartySetting(parties, on: [places.0, places.1])
      .run("hand a token over by \(kind.rawValue)", seconds: window) { setting, stage in
        let answer = unsafe assay_measure_switch(kind.code, &setting, UInt64(window * 1e9), &result)
        stage = result.stage
        return answer
      }
    return Double(result.nanoseconds) * 1e-9 / Double(result.rounds) / 2
  }
}
