internal import CPlatform
public import Statistics

/// Memory that C loops count latencies into: allocated and touched before measuring, read afterwards.
@safe public final class LatencyRecorder: @unchecked Sendable {
  // One thread records at a time; others read after it has ended.
  let histogram: UnsafeMutablePointer<assay_histogram>
  private let counts: UnsafeMutablePointer<UInt64>

  /// Room for any latency, all of it written to once.
  public init() {
    unsafe counts = .allocate(capacity: LatencyHistogram.cellCount)
    unsafe counts.initialize(repeating: 0, count: LatencyHistogram.cellCount)
    unsafe histogram = .allocate(capacity: 1)
    unsafe histogram.initialize(
      to: assay_histogram(counts: counts, minimum: .max, maximum: 0, maximum_at: 0))
  }

  deinit {
    unsafe histogram.deallocate()
    unsafe counts.deallocate()
  }

  /// What was counted so far.
  public var recorded: LatencyHistogram {
    let cells = unsafe Array(UnsafeBufferPointer(start: counts, count: LatencyHistogram.cellCount))
    guard unsafe histogram.pointee.minimum <= histogram.pointee.maximum else { return LatencyHistogram() }
    return unsafe LatencyHistogram(
      counts: cells, minimum: histogram.pointee.minimum, maximum: histogram.pointee.maximum)
  }

  /// When the largest value was seen, in nanoseconds of `Clock.now()`; nil without values.
  public var maximumSeenAt: UInt64? {
    unsafe histogram.pointee.minimum <= histogram.pointee.maximum ? histogram.pointee.maximum_at : nil
  }

  /// Counts a value as the C loops do.
  public func record(_ nanoseconds: UInt64, at now: UInt64) {
    unsafe assay_histogram_record(histogram, nanoseconds, now)
  }
}
