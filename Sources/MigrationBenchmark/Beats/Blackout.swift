public import VirtualMachine

/// The longest time without a beat on the host's clock: what somebody who waits for the guest sees. One interval
/// between beats is part of it, nothing is taken off.
public struct Blackout: Sendable, Equatable {
  /// When the last beat before it came, in nanoseconds of CLOCK_MONOTONIC.
  public var start: UInt64
  /// When the first beat after it came.
  public var end: UInt64
  /// Beats that the guest sent in between and nobody got: one, where a record was cut in two by the move.
  public var lostBeats: Int

  /// How long it was.
  public var seconds: Double { Double(end - start) * 1e-9 }

  /// Looks for it; of two that are equally long it is the first.
  ///
  /// - Parameter beats: from all listeners, in any order.
  /// - Throws: `BeatError` of kind `tooFew`: with fewer than two beats there is no gap.
  public init(of beats: [Beat]) throws(BeatError) {
    let beats = beats.sorted { $0.time < $1.time }
    let gaps = zip(beats, beats.dropFirst())
    guard let longest = gaps.max(by: { $0.1.time - $0.0.time < $1.1.time - $1.0.time }) else {
      throw BeatError(
        .tooFew, "\(beats.count) beats have no gap between them; let the guest beat before and after")
    }
    start = longest.0.time
    end = longest.1.time
    lostBeats = longest.0.lostBeats(until: longest.1)
  }
}

extension Beat {
  /// Beats that are missing between this one and a later one.
  func lostBeats(until next: Beat) -> Int {
    max(0, Int(next.record.sequence) - Int(record.sequence) - 1)
  }
}
