/// What is the same for all lanes of a relay.
struct LaneShape: Sendable {
  /// Bytes a second; 0 = no limit.
  let rate: Double
  /// Nanoseconds that a byte is under way.
  let delay: UInt64
  /// Most bytes read at once: 1 ms of the rate, so that a thousand wake-ups a second carry it, but at most 128 KiB: less
  /// than a socket holds, so that the sender goes on meanwhile. At low rates 512 bytes, but at most 10 ms of it.
  let piece: Int
  /// Most bytes under way in one lane.
  let capacity: Int

  init(rate: Double, delay: Double) {
    self.rate = rate
    self.delay = UInt64((delay * 1e9).rounded())
    let buffer = 256 << 10
    if rate > 0 {
      piece = min(128 << 10, Int(max(rate * 1e-3, min(512, rate * 10e-3))))
      capacity = Int(rate * delay) + max(buffer, Int(rate * 10e-3))
    } else {
      piece = buffer
      capacity = Int(min(64 * 0x1p20, 1.25e9 * delay)) + buffer
    }
  }
}
