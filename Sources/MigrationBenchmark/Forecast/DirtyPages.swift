/// Pages that are left to send while a guest writes.
protocol DirtyPages {
  /// Rounds without progress that show that none will come.
  static var patience: Int { get }
  /// Those that QEMU knows to be dirty.
  var pending: Double { get }
  /// The guest writes for so many seconds; QEMU does not know yet.
  mutating func write(for seconds: Double)
  /// QEMU finds out; gives the pages that were not dirty before.
  mutating func collect() -> Double
  /// Sends up to so many; gives how many there were.
  mutating func send(_ pages: Double) -> Double
}

/// By expectation: each page is as likely as any other to be left and to be written to.
struct RandomDirtyPages: DirtyPages {
  static let patience = 60
  private let curve: WorkingSetCurve
  private(set) var pending: Double
  private var seconds = 0.0
  /// What is left of the first pass is of all memory; later, of what the guest writes to.
  private var among: Double

  init(_ curve: WorkingSetCurve, left: Double, of all: Double) {
    self.curve = curve
    pending = left
    among = max(all, curve.reach, 1)
  }

  mutating func write(for seconds: Double) { self.seconds += seconds }

  mutating func collect() -> Double {
    let news = curve.pages(in: seconds) * max(0, 1 - pending / among)
    seconds = 0
    pending += news
    among = max(curve.reach, pending, 1)
    return news
  }

  mutating func send(_ pages: Double) -> Double {
    let sent = min(pages, pending)
    pending -= sent
    return sent
  }
}

/// As they lie: the guest writes to its working set from one end to the other and again, and QEMU sends in the same
/// order. Where both are about as fast, who follows whom decides. In parts of the working set.
struct SequentialDirtyPages: DirtyPages {
  static let patience = 150
  /// Parts of the working set, so that QEMU's threshold has several.
  private let parts: Int
  /// Pages of a part.
  private let size: Double
  /// Parts written a second.
  private let rate: Double
  /// Pages that are left outside of the working set.
  private var outside: Double
  private var known: [Bool]
  private var written: [Bool]
  /// Those of `written` that are.
  private var fresh: [Int] = []
  private var knownCount = 0
  /// Where the guest writes next, in parts.
  private var writer: Double
  /// Where QEMU looks next.
  private var sender = 0
  /// Pages that were to be sent and were less than a part.
  private var credit = 0.0

  /// - Parameters:
  ///   - threshold: QEMU's, in pages.
  ///   - place: where the guest writes when the first pass begins, 0 to 1: it is chance.
  init(_ curve: WorkingSetCurve, left: Double, of all: Double, threshold: Double, place: Double) {
    parts = Int(min(4096, max(128, 16 * curve.reach / max(threshold, 1))))
    known = [Bool](repeating: false, count: parts)
    written = known
    size = max(curve.reach, 1) / Double(parts)
    rate = curve.rate / size
    writer = place * Double(parts)
    outside = min(left, max(0, all - curve.reach))
    let inside = Int(((left - outside) / size).rounded())
    for part in known.indices.suffix(inside) { known[part] = true }
    knownCount = min(inside, parts)
    sender = (parts - knownCount) % parts
  }

  var pending: Double { Double(knownCount) * size + outside }

  mutating func write(for seconds: Double) {
    let length = min(rate * seconds, 1e9)
    let end = writer + min(length, Double(parts))
    var part = Int(writer)
    while Double(part) < end {
      let index = part % parts
      if !written[index] {
        written[index] = true
        fresh.append(index)
      }
      part += 1
    }
    writer = (writer + length).truncatingRemainder(dividingBy: Double(parts))
  }

  mutating func collect() -> Double {
    var news = 0
    for part in fresh {
      written[part] = false
      if !known[part] {
        known[part] = true
        news += 1
      }
    }
    fresh.removeAll(keepingCapacity: true)
    knownCount += news
    return Double(news) * size
  }

  mutating func send(_ pages: Double) -> Double {
    let first = min(outside, pages)
    outside -= first
    let wanted = min(pages - first, Double(knownCount) * size)
    credit += wanted
    while credit >= size, knownCount > 0 {
      if known[sender] {
        known[sender] = false
        knownCount -= 1
        credit -= size
      }
      sender = (sender + 1) % parts
    }
    return first + wanted
  }
}
