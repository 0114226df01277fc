/// What a migration will be done with, as far as it decides how it goes.
public struct MigrationSetting: Codable, Hashable, Sendable {
  /// Pages that the guest uses and that are not all zeros.
  public var pagesInUse: Double
  /// Pages that are all zeros: each costs `zeroPageBytes` and the time to find out.
  public var zeroPages: Double
  /// Bytes of a page.
  public var pageSize: Double
  /// Bytes a second that the link carries, or that QEMU can send where it is slower.
  public var linkRate: Double
  /// Its uncertainty: the standard deviation as a part of it.
  public var linkSpread: Double
  /// Seconds from one end to the other, one way.
  public var delay: Double
  /// Bytes that wait in sockets and in the link when the guest stops, and go before its last pages.
  public var queuedBytes: Double
  /// How it is done.
  public var strategy: MigrationStrategy
  /// Bytes sent for a byte of a page: 1, or what compression leaves. Of xbzrle that of all rounds but the first.
  public var compression: Double
  /// Seconds that the devices' state and the start at the destination cost: the pause of an idle guest's migration.
  public var deviceSeconds: Double
  /// The standard deviation of that, in seconds.
  public var deviceSpread: Double
  /// Seconds to see that a page is zero.
  public var zeroPageSeconds: Double

  /// Bytes that stand for a zero page: its address and one byte (QEMU's migration/ram.c, save_zero_page_to_file).
  public static let zeroPageBytes = 9.0
  /// Bytes that stand before a page: its address with flags.
  public static let pageHeaderBytes = 8.0

  /// A setting with what is usual for the rest.
  public init(
    pagesInUse: Double, zeroPages: Double = 0, linkRate: Double, delay: Double = 0,
    strategy: MigrationStrategy, deviceSeconds: Double = 0.01
  ) {
    self.pagesInUse = pagesInUse
    self.zeroPages = zeroPages
    pageSize = 4096
    self.linkRate = linkRate
    linkSpread = 0.03
    self.delay = delay
    queuedBytes = 0
    self.strategy = strategy
    compression = 1
    self.deviceSeconds = deviceSeconds
    deviceSpread = deviceSeconds * 0.1
    zeroPageSeconds = 0.5e-6
  }

  /// Bytes on the link of a page that is sent in this round (from 1).
  func wireBytes(round: Int) -> Double {
    let isRaw = strategy.kind == .xbzrle && round == 1
    return pageSize * (isRaw ? 1 : compression) + Self.pageHeaderBytes
  }

  /// Bytes a second while the guest runs: the switchover is not limited by the strategy's bandwidth.
  var runningRate: Double { isPaced ? strategy.maxBandwidth : linkRate }

  /// Whether QEMU's own limit is what holds it.
  var isPaced: Bool { strategy.maxBandwidth > 0 && strategy.maxBandwidth < linkRate }
}
