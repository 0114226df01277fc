internal import CPlatform

/// A thread that is moved between two CPUs, and how long it takes to walk its memory after each move.
public enum ThreadMoves {
  /// What one move cost. Times in nanoseconds.
  public struct Move: Sendable, Equatable {
    /// From before the call until the thread runs on the other CPU.
    public var call: UInt64
    /// Each walk over the memory after it, in order.
    public var passes: [UInt64]
  }

  /// Moves the calling thread, which must be on `first`, to `second`, back, and so on, with a working set that it
  /// has written to before each move.
  ///
  /// - Parameters:
  ///   - second: the same as `first` for a call that moves nothing.
  ///   - buffer: touched memory; what it holds is lost.
  ///   - workingSet: bytes of it that are walked, in random order.
  ///   - passes: walks after each move.
  ///   - moves: at least the lower bound, at most the upper.
  ///   - seconds: how long, where the fewest moves are done earlier.
  /// - Returns: the moves in order: to `second` first.
  /// - Throws: EINVAL for a CPU that does not exist or is not allowed; EBUSY when the thread stayed where it was.
  public static func run(
    between first: Int, and second: Int, in buffer: MemoryBuffer, workingSet: Int, seed: UInt64, passes: Int,
    moves: ClosedRange<Int>, seconds: Double
  ) throws(SystemError) -> [Move] {
    precondition(passes > 0 && moves.lowerBound >= 0 && seconds >= 0)
    let lines = PointerChase(in: buffer, workingSet: workingSet, lineBytes: lineBytes, seed: seed).lines
    let words = max(CPUSet([first]).words.count, CPUSet([second]).words.count)
    var masks: [UInt64] = []
    for cpu in [first, second] {
      let mask = CPUSet([cpu]).words
      masks += mask + [UInt64](repeating: 0, count: words - mask.count)
    }
    var calls = [UInt64](repeating: 0, count: moves.upperBound)
    var durations = [UInt64](repeating: 0, count: moves.upperBound * passes)
    let done = try SystemCall.run("move a thread between", "CPU \(first) and CPU \(second)") {
      unsafe masks.withUnsafeBufferPointer { masks in
        guard let start = masks.baseAddress else { return 0 }
        var raw = unsafe assay_moves(
          cpus: (Int32(first), Int32(second)), masks: start, words: words, memory: buffer.address,
          lines: lines,
          line_bytes: lineBytes, passes: passes)
        return unsafe assay_move_and_walk(
          &raw, moves.lowerBound, moves.upperBound, Clock.now() + UInt64(seconds * 1e9), &calls, &durations)
      }
    }
    return (0..<done).map { move in
      Move(call: calls[move], passes: Array(durations[(move * passes)..<((move + 1) * passes)]))
    }
  }

  /// The cache line of every CPU that Assay runs on, or half of it.
  private static let lineBytes = 64
}
