/// Values of chosen ranks, found without sorting the rest: of n values in about 4n steps instead of n log n.
///
/// Hoare, "Algorithm 65: Find", Communications of the ACM 4(7), 1961; the pivot is the middle of three.
public struct OrderStatistics: Sendable {
  private var values: [Double]
  /// Ranks whose values are in place, ascending: what is before them is no larger, what is behind no smaller.
  private var placed: [Int] = []

  /// Of values that are all numbers.
  public init(_ values: [Double]) { self.values = values }

  var count: Int { values.count }

  /// The value of a rank, from 0.
  ///
  /// - Parameter rank: a place of the values.
  public mutating func value(_ rank: Int) -> Double {
    precondition(values.indices.contains(rank))
    let next = placed.firstIndex { $0 >= rank } ?? placed.count
    if next < placed.count, placed[next] == rank { return values[rank] }
    find(
      rank, from: next == 0 ? 0 : placed[next - 1] + 1,
      through: next == placed.count ? values.count - 1 : placed[next] - 1)
    placed.insert(rank, at: next)
    return values[rank]
  }

  /// The mean of the middle two, or the middle one; of at least one value.
  mutating func median() -> Double {
    Quantile.interpolate(value((count - 1) / 2), value(count / 2), 0.5)
  }

  private mutating func find(_ rank: Int, from first: Int, through last: Int) {
    var (first, last) = (first, last)
    while first < last {
      let pivot = Self.middle(values[first], values[first + (last - first) / 2], values[last])
      var (low, high) = (first, last)
      while low <= high {
        while values[low] < pivot { low += 1 }
        while values[high] > pivot { high -= 1 }
        if low <= high {
          values.swapAt(low, high)
          low += 1
          high -= 1
        }
      }
      if rank <= high {
        last = high
      } else if rank >= low {
        first = low
      } else {
        return
      }
    }
  }

  private static func middle(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
