/// Keeps labels beside a plot from covering each other.
enum LabelStack {
  /// Positions near to the wanted ones, in the same order, at least `gap` apart, inside `range` as far as they fit.
  ///
  /// Neighbours that are too close become one group around the mean of what they want, as in isotonic regression.
  static func spread(_ wanted: [Double], gap: Double, within range: ClosedRange<Double>) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var groups: [(sum: Double, members: [Int])] = []
    for (rank, index) in order.enumerated() {
      // Less its rank's share, each label wants to be no lower than the one before.
      groups.append((wanted[index] - Double(rank) * gap, [index]))
      while groups.count > 1, mean(groups[groups.count - 2]) > mean(groups[groups.count - 1]) {
        let last = groups.removeLast()
        groups[groups.count - 1].sum += last.sum
        groups[groups.count - 1].members += last.members
      }
    }
    let height = Double(max(0, wanted.count - 1)) * gap
    let highest = max(range.lowerBound, range.upperBound - height)
    var result = wanted
    var rank = 0
    for group in groups {
      let base = min(max(mean(group), range.lowerBound), highest)
      for index in group.members {
        result[index] = base + Double(rank) * gap
        rank += 1
      }
    }
    return result
  }

  private static func mean(_ group: (sum: Double, members: [Int])) -> Double {
    group.sum / Double(group.members.count)
  }
}
