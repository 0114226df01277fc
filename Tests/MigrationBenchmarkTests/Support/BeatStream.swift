import MigrationBenchmark
import VirtualMachine

/// Beats of a guest that never was, every millisecond of its own clock.
struct BeatStream {
  /// Ticks a second.
  var frequency = 1e9
  /// Seconds by which the host is ahead of the guest: what a pause adds to.
  var lag = 0.0
  /// Seconds from a beat's sending to its coming, by its number.
  var delay: (Int) -> Double = { _ in 0 }
  /// Pages written a beat, of a working set of `pages`.
  var pagesPerBeat = 2
  var pages = 100

  /// The beats of these numbers.
  func beats(_ numbers: Range<Int>, without lost: Set<Int> = [], ticksAhead: Int = 0) -> [Beat] {
    // A beat that comes late holds up those behind it: the channel keeps the order.
    var last: UInt64 = 0
    return numbers.compactMap { number in
      let guest = Double(number) * 0.001
      let time = max(last, UInt64(((100 + guest + lag + delay(number)) * 1e9).rounded()))
      last = time
      if lost.contains(number) { return nil }
      let written = number * pagesPerBeat
      return Beat(
        time: time,
        record: BeaconRecord(
          ticks: UInt64((guest * frequency).rounded()) + UInt64(ticksAhead), sequence: UInt32(number),
          pass: UInt32(written / pages + 1), page: UInt32(written % pages)))
    }
  }

  /// A hard minimum that every seventh beat meets, and a long tail for the others: up to 5 ms.
  static func longTail(_ number: Int) -> Double {
    if number.isMultiple(of: 7) { return 20e-6 }
    let random = Double((number * 7919 + 104_729) % 1009) / 1009
    return 20e-6 + 5e-3 * random * random * random * random
  }
}
