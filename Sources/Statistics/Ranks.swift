/// Ranks of values, the mean rank for equal ones.
struct Ranks {
  /// For each value, in the order of the input, its rank from 1.
  let ranks: [Double]
  /// Σ (t³ − t) over the groups of t equal values; 0 where all differ.
  let tieTerm: Double

  /// The ranks of these values, which must be numbers.
  init(of values: [Double]) {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var term = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      // Places start...end−1 from 0: the mean of the ranks start+1...end.
      let rank = Double(start + 1 + end) / 2
      for place in start..<end { ranks[order[place]] = rank }
      let size = Double(end - start)
      term += size * size * size - size
      start = end
    }
    self.ranks = ranks
    tieTerm = term
  }
}
