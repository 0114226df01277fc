internal import Platform
internal import VirtualMachine

extension MigrationWorkload {
  /// Lengths of windows that a short look at the guest gives, in seconds.
  private static let windows = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]
  /// Pages that the firmware leaves behind.
  private static let firmwarePages = 200.0
  /// Of a frame of 1,514 bytes, what TCP carries.
  private static let payload = 1448.0 / 1514

  /// Whether the link has a rate that is known, and the guest writes something that can be heard.
  var isForecastable: Bool { knownRate != nil && load.pagesPerSecond > 0 }

  /// How it will go, by what the guest was heard to write.
  ///
  /// - Returns: nil where the link has no rate that is known, or the guest writes nothing that could be heard.
  func forecast(of guest: BeaconGuest, heardFrom start: UInt64) throws(ForecastError) -> Forecast? {
    guard let rate = knownRate else { return nil }
    let settings = guest.options.settings
    let beats = guest.listener.beats.filter { $0.time >= start }
    let windows = DirtyWindows.heard(beats, settings, lengths: Self.windows)
    guard !windows.isEmpty else { return nil }
    let all = Double(guest.options.megabytes << 20 / BeaconSettings.pageSize)
    let used = Double(settings.pages) + Self.firmwarePages
    let setting = MigrationSetting(
      pagesInUse: used, zeroPages: max(0, all - used), linkRate: rate, delay: link.delay, strategy: strategy)
    return try Forecast(windows, setting)
  }

  /// Bytes a second of payload that link or strategy let through; nil where neither limits it.
  private var knownRate: Double? {
    let own = strategy.maxBandwidth > 0 ? strategy.maxBandwidth : nil
    let linked: Double? =
      switch link {
      case .none: nil
      case .relay(let rate, _): rate > 0 ? rate : nil
      case .tbf(let rate, _): rate * Self.payload
      }
    return [own, linked].compactMap { $0 }.min()
  }
}

extension LinkSpec {
  /// Seconds each way.
  var delay: Double {
    switch self {
    case .none: 0
    case .relay(_, let delay), .tbf(_, let delay): delay
    }
  }
}
