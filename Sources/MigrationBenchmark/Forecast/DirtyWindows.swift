public import VirtualMachine
internal import Platform

/// Measures the dirty pages of a guest that runs.
public enum DirtyWindows {
  /// Lengths of windows that tell the working set of most guests, in seconds.
  public static let usualLengths = [0.25, 0.5, 1, 2, 4]

  // MARK: A beacon

  /// From a beacon's beats, for nothing and exactly: it writes to its pages in turn, so that the different pages of a
  /// window are as many as it wrote to, and at most all.
  ///
  /// - Parameters:
  ///   - beats: from all listeners, in any order.
  ///   - lengths: of windows in seconds, as many windows of each as lie side by side; none of one that is longer than
  ///     the beats last.
  /// - Returns: windows as long as the beats say (to the beat), under the length that was asked for.
  public static func heard(
    _ beats: [Beat], _ settings: BeaconSettings, lengths: [Double] = usualLengths
  ) -> [DirtyWindow] {
    let sorted = beats.sorted { $0.record.sequence < $1.record.sequence }
    return lengths.flatMap { length in
      var windows: [DirtyWindow] = []
      guard length > 0, var start = sorted.first else { return windows }
      for beat in sorted {
        let seconds = Clock.seconds(from: start.time, to: max(beat.time, start.time))
        guard seconds >= length else { continue }
        let writes = beat.record.writes(of: settings.pages) - start.record.writes(of: settings.pages)
        // A late beat makes a longer window: its writes are brought to the length.
        let pages = min(Double(settings.pages), Double(max(0, writes)) * length / seconds)
        windows.append(DirtyWindow(seconds: length, pages: pages))
        start = beat
      }
      return windows
    }
  }

  // MARK: Any guest

  /// How QEMU measures.
  public enum Mode: String, Codable, Sendable {
    /// Every page, by KVM's log. QEMU 7.1. Without KVM it is refused here: QEMU 7.2.22 under TCG ends by a segmentation
    /// fault at it, seen in this project's tests.
    case dirtyBitmap = "dirty-bitmap"
    /// Some pages' checksums before and after: pages that were written with the same are not seen, and the number is
    /// that of a sample. It looks at no memory region below 128 MiB.
    case pageSampling = "page-sampling"
  }

  /// From QEMU's own measurement (`calc-dirty-rate`), which takes as long as its windows, one after the other.
  ///
  /// QEMU gives whole MiB a second, cut off: a window is up to a MiB times its seconds too low.
  ///
  /// - Parameters:
  ///   - monitor: of the guest that runs.
  ///   - lengths: in whole seconds, 1 to 60.
  ///   - mode: nil takes the bitmap where KVM runs the guest, else sampling.
  /// - Throws: `MonitorError`; `refused` also by a QEMU that is too old.
  public static func measured(
    _ monitor: QMPConnection, lengths: [Int] = [1, 2, 4], mode: Mode? = nil, pageSize: Double = 4096
  ) throws(MonitorError) -> [DirtyWindow] {
    let hasLog = try usesKVM(monitor)
    let chosen = mode ?? (hasLog ? .dirtyBitmap : .pageSampling)
    guard hasLog || chosen != .dirtyBitmap else {
      throw .refused(
        command: "calc-dirty-rate", errorClass: "NotMeasurable",
        reason: "the dirty bitmap needs KVM; QEMU under TCG crashes at it: take page-sampling")
    }
    var windows: [DirtyWindow] = []
    for length in lengths {
      try monitor.execute("calc-dirty-rate", Arguments(length, chosen))
      let rate = try finished(monitor, within: .seconds(length + 30))
      windows.append(
        DirtyWindow(
          seconds: Double(length), pages: Double(rate) * 1_048_576 * Double(length) / pageSize))
    }
    return windows
  }

  /// The standard deviation of a sampled window, in pages: that of a share p of n sampled pages (binomial).
  ///
  /// - Parameters:
  ///   - pages: that the window has.
  ///   - most: pages that the guest has.
  ///   - sampled: pages looked at.
  public static func samplingError(pages: Double, of most: Double, sampled: Double) -> Double {
    guard most > 0, sampled > 0 else { return .infinity }
    let share = min(1, max(0, pages / most))
    return most * (share * (1 - share) / sampled).squareRoot()
  }

  /// Pages of each GiB that are looked at when sampling; QEMU's own number is 512, and this the most that it takes.
  public static let sampledPages = 16_384

  private struct Arguments: Encodable {
    let seconds: Int
    let mode: Mode
    let pages: Int?

    init(_ seconds: Int, _ mode: Mode) {
      self.seconds = seconds
      self.mode = mode
      pages = mode == .pageSampling ? sampledPages : nil
    }

    private enum CodingKeys: String, CodingKey {
      case mode
      case seconds = "calc-time"
      case pages = "sample-pages"
    }
  }

  private static func usesKVM(_ monitor: QMPConnection) throws(MonitorError) -> Bool {
    struct KVM: Decodable {
      let enabled: Bool
    }
    return try monitor.execute("query-kvm", giving: KVM.self).enabled
  }

  /// QEMU has no event for its end: it is asked again and again.
  private static func finished(_ monitor: QMPConnection, within limit: Duration) throws(MonitorError) -> Int64
  {
    let deadline = Deadline.after(limit)
    while true {
      let rate = try monitor.queryDirtyRate()
      if rate.status == .measured, let result = rate.megabytesPerSecond { return max(0, result) }
      guard !deadline.isOver else { throw .timeLimit(awaited: "dirty rate", limit: limit) }
      Clock.pause(0.05)
    }
  }
}
