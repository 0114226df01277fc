/// Counts of latencies in whole nanoseconds, in the layout of HdrHistogram with three significant digits: every value
/// is known to 0.1 % or better (Gil Tene, http://hdrhistogram.org; 2,048 sub-buckets in the first bucket, 1,024 in each
/// further one, whose width doubles).
public struct LatencyHistogram: Sendable, Equatable {
  /// Decimal digits that are kept of every value.
  public static let significantDigits = 3
  /// Sub-buckets of the first bucket, as a power of two: 2,048 ≥ 2 · 10³.
  public static let subBucketBits = 11
  /// The largest value that can be told apart, in nanoseconds: 2⁴² − 1, over an hour; larger ones count as this.
  public static let largestValue: UInt64 = 1 << 42 - 1
  /// Cells of the counts.
  public static let cellCount = index(of: largestValue) + 1

  /// How many values fell into each cell; `cellCount` long.
  public private(set) var counts: [UInt64]
  /// How many values there are.
  public private(set) var total: UInt64 = 0
  /// The smallest value recorded, exactly; nil without values.
  public private(set) var minimum: UInt64?
  /// The largest value recorded, exactly; nil without values.
  public private(set) var maximum: UInt64?

  /// A histogram without values.
  public init() { counts = [UInt64](repeating: 0, count: Self.cellCount) }

  /// A histogram of counts that were taken elsewhere, in the same layout.
  ///
  /// - Parameters:
  ///   - counts: at most `cellCount`; what is missing at the end is 0.
  ///   - minimum: the smallest value, exactly; nil takes the lower end of its cell.
  ///   - maximum: the largest value, exactly; nil takes the upper end of its cell.
  public init(counts: [UInt64], minimum: UInt64? = nil, maximum: UInt64? = nil) {
    precondition(counts.count <= Self.cellCount)
    self.counts = counts + [UInt64](repeating: 0, count: Self.cellCount - counts.count)
    total = counts.reduce(0, +)
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 })
    else { return }
    self.minimum = minimum ?? Self.values(at: first).lowerBound
    self.maximum = maximum ?? Self.values(at: last).upperBound
  }

  /// Counts a value, or several equal ones.
  public mutating func record(_ value: UInt64, times: UInt64 = 1) {
    guard times > 0 else { return }
    counts[Self.index(of: value)] += times
    total += times
    minimum = min(minimum ?? value, value)
    maximum = max(maximum ?? value, value)
  }

  /// Adds all values of another histogram.
  public mutating func merge(_ other: LatencyHistogram) {
    guard other.total > 0 else { return }
    for (index, count) in other.counts.enumerated() where count > 0 { counts[index] += count }
    total += other.total
    minimum = [minimum, other.minimum].compactMap { $0 }.min()
    maximum = [maximum, other.maximum].compactMap { $0 }.max()
  }

  /// The value that a share of all values does not exceed, in nanoseconds: the upper end of the cell that holds the
  /// value of rank ⌈quantile · n⌉, as HdrHistogram answers it, and never more than the maximum.
  ///
  /// - Parameter quantile: 0…1; 0 gives the minimum, 1 the maximum.
  /// - Returns: nil without values.
  public func value(at quantile: Double) -> UInt64? {
    precondition((0...1).contains(quantile))
    guard let minimum, let maximum else { return nil }
    if quantile == 0 { return minimum }
    let rank = max(1, UInt64((quantile * Double(total)).rounded(.up)))
    var seen: UInt64 = 0
    for (index, count) in counts.enumerated() where count > 0 {
      seen += count
      if seen >= rank { return max(minimum, min(maximum, Self.values(at: index).upperBound)) }
    }
    return maximum
  }

  /// The mean of the middles of the cells, in nanoseconds; nil without values.
  public var mean: Double? {
    guard total > 0 else { return nil }
    var sum = 0.0
    for (index, count) in counts.enumerated() where count > 0 {
      let cell = Self.values(at: index)
      sum += Double(count) * (Double(cell.lowerBound) + Double(cell.upperBound)) / 2
    }
    return sum / Double(total)
  }

  /// The cell of a value; values above `largestValue` share the last one.
  public static func index(of value: UInt64) -> Int {
    let value = min(value, largestValue)
    // Bits beyond the first bucket's: how often the width of a cell has doubled.
    let bucket = max(0, UInt64.bitWidth - value.leadingZeroBitCount - subBucketBits)
    return bucket << (subBucketBits - 1) + Int(value >> UInt64(bucket))
  }

  /// The values that share a cell.
  public static func values(at index: Int) -> ClosedRange<UInt64> {
    let half = 1 << (subBucketBits - 1)
    let bucket = max(0, index / half - 1)
    let lowest = UInt64(index - bucket * half) << UInt64(bucket)
    return lowest...(lowest + (1 << UInt64(bucket)) - 1)
  }
}
