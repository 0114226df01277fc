/// The value of a given rank, without sorting all: quickselect (Hoare, "Algorithm 65: Find", Communications of the ACM
/// 4(7), 1961), with the median of three as the pivot.
public enum Selection {
  /// Puts the value of a rank in its place, none greater before it and none smaller behind it.
  ///
  /// - Parameters:
  ///   - rank: from 0, a place of `values`.
  ///   - values: finite; left in another order.
  /// - Returns: the value that sorting would put at that place. On average the time grows as the number of values does.
  @discardableResult
  public static func value(ofRank rank: Int, in values: inout [Double]) -> Double {
    precondition(values.indices.contains(rank), "a rank is a place of the values")
    var low = 0
    var high = values.count - 1
    while low < high {
      let ends = (values[low], values[low + (high - low) / 2], values[high])
      let pivot = max(min(ends.0, ends.1), min(max(ends.0, ends.1), ends.2))
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right { high = right } else if rank >= left { low = left } else { break }
    }
    return values[rank]
  }
}
