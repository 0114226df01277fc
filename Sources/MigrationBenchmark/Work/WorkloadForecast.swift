internal import Platform
internal import VirtualMachine

extension MigrationWorkload {
  /// Lengths of windows that a short look at the guest gives, in seconds.
  private static let windows = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]
  /// Pages that are not all zeros besides those that the guest writes to, by the bytes that idle ones sent: what the
  /// firmware leaves (SeaBIOS 1.16), or Debian's cloud kernel (6.1).
  private var otherPages: Double {
    switch host.system {
    case .beacon: 80
    case .linux: 13_000
    }
  }
  /// Seconds that an idle beacon stands still: 3 ms directly, 4 to 5 ms over a relay (QEMU 7.2 under TCG).
  private static let deviceSeconds = 0.004
  /// Bytes a second from one QEMU to another on this host where nothing limits them: what they copy.
  private static let memoryRate = 1e9

  /// Whether there is a rate that is known, and the guest writes something that can be heard.
  var isForecastable: Bool { isRateKnown && load.pagesPerSecond > 0 }

  /// How it will go, by what the guest was heard to write.
  ///
  /// - Returns: nil where no rate is known, or the guest writes nothing that could be heard.
  func forecast(of guest: BeaconGuest, heardFrom start: UInt64) throws(ForecastError) -> Forecast? {
    guard isRateKnown else { return nil }
    let settings = guest.options.settings
    let beats = guest.listener.beats.filter { $0.time >= start }
    let windows = DirtyWindows.heard(beats, settings, lengths: Self.windows)
    guard !windows.isEmpty else { return nil }
    let all = Double(guest.options.megabytes << 20 / BeaconSettings.pageSize)
    let used = Double(settings.pages) + otherPages
    var setting = MigrationSetting(
      pagesInUse: used, zeroPages: max(0, all - used), linkRate: link.payloadRate ?? Self.memoryRate,
      delay: link.delay, strategy: strategy, deviceSeconds: Self.deviceSeconds)
    setting.queuedBytes = link.queuedBytes
    return try Forecast(windows, setting)
  }

  /// Whether link or strategy limits what is sent.
  private var isRateKnown: Bool { link.payloadRate != nil || strategy.maxBandwidth > 0 }
}

extension LinkSpec {
  /// Of a frame of 1,514 bytes, what TCP carries.
  private static let payload = 1448.0 / 1514

  /// Bytes a second of payload that it lets through; nil where it does not limit them.
  var payloadRate: Double? {
    switch self {
    case .none: nil
    case .relay(let rate, _): rate > 0 ? rate : nil
    case .tbf(let rate, _): rate * Self.payload
    }
  }

  /// Seconds each way.
  var delay: Double {
    switch self {
    case .none: 0
    case .relay(_, let delay), .tbf(_, let delay): delay
    }
  }

  /// Bytes that QEMU has sent and that have not passed yet while it sends as fast as it can: what the socket to the
  /// relay holds (`net.core.wmem_default`), and what waits for the token bucket (`NetworkLab.queueSeconds`).
  var queuedBytes: Double {
    switch self {
    case .none: 0
    case .relay(let rate, _): rate > 0 ? Double(Files.fact("/proc/sys/net/core/wmem_default") ?? "") ?? 0 : 0
    case .tbf(let rate, _): rate * NetworkLab.queueSeconds
    }
  }
}
