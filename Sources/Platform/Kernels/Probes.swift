internal import CPlatform

/// What a spin of fixed work saw on one CPU.
public struct SpinResult: Sendable, Equatable, Codable {
  /// Seconds for the fixed work, gaps included.
  public var seconds: Double
  /// Seconds lost in gaps: pieces of work that took over 2 µs longer than the fastest.
  public var gapSeconds: Double
  /// The longest gap, in seconds.
  public var longestGapSeconds: Double
  /// The number of gaps.
  public var gaps: Int

  /// Seconds of the work itself: changes with the core's clock frequency.
  public var workSeconds: Double { seconds - gapSeconds }
}

/// Short disturbance probes, for the noise monitor.
public enum Probes {
  /// A piece of work (about 1 µs) that takes this much longer than the fastest was interrupted.
  public static let gapThresholdNanoseconds: UInt64 = 2_000

  /// Does `pieces` pieces of dependent integer work, about a microsecond each; the time depends on the core's clock
  /// and on nothing else.
  ///
  /// - Returns: a value that depends on all of it, so that it cannot be left out.
  @discardableResult
  public static func work(pieces: Int) -> UInt64 { assay_fixed_work(UInt32(clamping: pieces)) }

  /// Spins `pieces` pieces (at least one) of about a microsecond each on every CPU at once.
  ///
  /// - Returns: what each saw, in the order of `cpus`.
  /// - Throws: what `PinnedTeam.run` throws.
  public static func spin(on cpus: [Int], pieces: Int) throws -> [SpinResult] {
    precondition(pieces > 0)
    return try PinnedTeam.run(on: cpus) { _ in
      var raw = assay_spin()
      unsafe assay_spin_fixed_work(UInt32(pieces), gapThresholdNanoseconds, &raw)
      return SpinResult(
        seconds: Double(raw.total_nanoseconds) * 1e-9,
        gapSeconds: Double(raw.gap_nanoseconds) * 1e-9,
        longestGapSeconds: Double(raw.longest_gap_nanoseconds) * 1e-9,
        gaps: Int(raw.gaps))
    }
  }

  /// How the two CPUs of a bounce take their turns.
  public enum Bounce: Sendable {
    /// By loading until it is their turn, then storing.
    case store
    /// By compare-and-swap.
    case swap
  }

  /// Bounces a cache line between two CPUs.
  ///
  /// - Parameters:
  ///   - rounds: round trips, at least two.
  ///   - way: how each takes its turn.
  /// - Returns: seconds for one way, half a round trip; nil when one side did not get to run within
  ///   `limitSeconds`.
  /// - Throws: what `PinnedTeam.run` throws.
  public static func bounce(
    between first: Int, and second: Int, rounds: Int, way: Bounce = .swap, limitSeconds: Double = 0.25
  ) throws -> Double? {
    precondition(rounds >= 2 && limitSeconds >= 0)
    let ball = Ball()
    let limit = UInt64(limitSeconds * 1e9)
    let times = try PinnedTeam.run(on: [first, second]) { member in
      unsafe assay_bounce(
        way == .store ? ASSAY_BOUNCE_STORE : ASSAY_BOUNCE_SWAP, ball.turn, member.index == 0 ? 1 : 0,
        UInt64(rounds), limit)
    }
    guard let time = times.first, time > 0, times.allSatisfy({ $0 > 0 }) else { return nil }
    return Double(time) * 1e-9 / Double(rounds - 1) / 2
  }

  /// The shared word, alone on its lines.
  @safe private final class Ball: @unchecked Sendable {
    // Touched only by atomic operations in C.
    let turn: UnsafeMutablePointer<UInt64>
    private let lines: UnsafeMutableRawPointer

    init() {
      unsafe lines = .allocate(byteCount: 256, alignment: 128)
      unsafe turn = lines.initializeMemory(as: UInt64.self, repeating: 0, count: 32)
    }

    deinit { unsafe lines.deallocate() }
  }
}
