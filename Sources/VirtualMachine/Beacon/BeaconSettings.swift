/// What the beacon does: how often it beats, and how much memory it writes to.
public struct BeaconSettings: Sendable, Equatable {
  /// Where its pages begin: above everything that the firmware uses.
  public static let firstByte = 16 << 20
  /// Bytes of a page.
  public static let pageSize = 4096
  /// Words of four bytes in a page behind its first, which holds the number of the pass.
  public static let fillableWords = pageSize / 4 - 1
  /// Below the hole for devices of the machine `pc`.
  private static let lastByte = 3 << 30
  /// The timer's clock, in ticks a second.
  static let timerFrequency = 1_193_182.0

  /// Seconds from one beat to the next: 0.0005…0.05.
  public var interval: Double
  /// Pages that it writes to in turn: its working set.
  public var pages: Int
  /// Pages written a beat, a fraction too: at most all of them.
  public var pagesPerBeat: Double
  /// Words of a page that are filled with what does not compress, 0…1023; the others stay zero.
  public var filledWords: Int

  /// - Throws: `TwinError` of kind `badRequest` that names what is out of range.
  public init(interval: Double = 0.001, pages: Int, pagesPerBeat: Double, filledWords: Int) throws(TwinError)
  {
    guard interval >= 0.0005, interval <= 0.05 else {
      throw Self.refused("a beat every \(interval) s", "0.0005 to 0.05 s")
    }
    let most = (Self.lastByte - Self.firstByte) / Self.pageSize
    guard (0...most).contains(pages) else { throw Self.refused("\(pages) pages", "0 to \(most)") }
    guard pagesPerBeat >= 0, pagesPerBeat <= Double(min(pages, 0xffff)) else {
      throw Self.refused("\(pagesPerBeat) pages a beat", "0 to \(min(pages, 0xffff)), the working set")
    }
    guard (0...Self.fillableWords).contains(filledWords) else {
      throw Self.refused("\(filledWords) filled words a page", "0 to \(Self.fillableWords)")
    }
    self.interval = interval
    self.pages = pages
    self.pagesPerBeat = pagesPerBeat
    self.filledWords = filledWords
  }

  private static func refused(_ value: String, _ range: String) -> TwinError {
    TwinError(.badRequest, "a beacon cannot have \(value); choose \(range)")
  }

  /// The pages' place in the guest's memory.
  public var memory: Range<Int> { Self.firstByte..<Self.firstByte + pages * Self.pageSize }

  /// The least memory of the guest, in MiB.
  public var leastMegabytes: Int { (memory.upperBound + (1 << 20) - 1) >> 20 }

  /// Bytes that the guest means to write to a second, in whole pages.
  public var dirtyRate: Double { pagesPerBeat * Double(Self.pageSize) / interval }

  /// What the timer divides its clock by.
  var divisor: UInt16 { UInt16((interval * Self.timerFrequency).rounded()) }
}
