/// Auto-converge: how much of its time it takes from the guest.
struct Throttle {
  static let most = 0.99
  private static let first = 0.2
  private static let more = 0.1
  private static let period = 1.0
  private static let trigger = 0.5

  private(set) var part = 0.0
  private var dirtied = 0.0
  private var sentBefore = 0.0
  private var last = 0.0
  private var high = 0

  var isMost: Bool { part >= Self.most }

  mutating func note(_ bytes: Double, sent: Double, at time: Double) {
    dirtied += bytes
    guard time > last + Self.period else { return }
    if dirtied > Self.trigger * (sent - sentBefore) {
      high += 1
      if high >= 2 {
        high = 0
        part = part == 0 ? Self.first : min(Self.most, part + Self.more)
      }
    }
    (last, dirtied, sentBefore) = (time, 0, sent)
  }
}
