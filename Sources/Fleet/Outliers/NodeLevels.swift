internal import Experiment
internal import Glibc
internal import Statistics

/// One metric of all nodes that have enough samples, on the scale on which they are compared.
struct NodeLevels {
  /// One node.
  struct Level {
    /// Its place among the fleet's nodes.
    let node: Int
    /// Its values on the scale, in the order they were taken.
    let positions: [Double]
    /// Their median.
    let center: Double
  }

  /// By node.
  let levels: [Level]
  /// The levels alone, ascending.
  let sorted: [Double]
  /// The unit that values are fractions of; nil where they are logarithms.
  let unit: Double?

  /// Why a metric is not judged.
  struct Unjudged: Error {
    let reason: String
  }

  /// - Throws: values below 0, or mostly 0, of which nothing is a ratio.
  init(_ values: [[Double]]) throws(Unjudged) {
    let present = values.indices.filter { values[$0].count >= OddNodeRules.fewestSamples }
    let all = present.lazy.flatMap { values[$0] }
    guard all.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw Unjudged(reason: "some values are below 0, and there is no ratio between them")
    }
    if all.allSatisfy({ $0 > 0 }) {
      unit = nil
    } else {
      let medians = present.compactMap { Quantile.median(of: values[$0]) }
      guard let middle = Quantile.median(of: medians), middle > 0 else {
        throw Unjudged(reason: "most values are 0, and nothing is a fraction of that")
      }
      unit = middle
    }
    let unit = unit
    levels = present.compactMap { node in
      let positions = values[node].map { value in unit.map { value / $0 } ?? log(value) }
      return Quantile.median(of: positions).map { Level(node: node, positions: positions, center: $0) }
    }
    sorted = levels.map(\.center).sorted()
  }

  var count: Int { levels.count }

  /// A relative change as a shift on the scale.
  func shift(ofChange change: Double) -> Double { unit == nil ? log1p(change) : change }

  /// A shift from a place on the scale, above 0 in the metric's unit, as a ratio.
  func ratio(_ shift: Double, from place: Double) -> Double {
    unit == nil ? exp(shift) : 1 + shift / place
  }

  /// A place on the scale in the metric's unit.
  func value(_ place: Double) -> Double { unit.map { place * $0 } ?? exp(place) }

  /// The median of the levels but that of one node.
  func others(than center: Double) -> Double {
    // Where it stands among the sorted: the rest closes up.
    let place = Self.count(of: sorted) { $0 < center }
    let rest = sorted.count - 1
    func level(_ rank: Int) -> Double { sorted[rank < place ? rank : rank + 1] }
    return (level((rest - 1) / 2) + level(rest / 2)) / 2
  }

  /// How many levels lie within `reach` of a place.
  func near(_ place: Double, reach: Double) -> Int {
    Self.count(of: sorted) { $0 <= place + reach } - Self.count(of: sorted) { $0 < place - reach }
  }

  /// How many at the beginning of a sorted list fulfil what those behind do not, by halving.
  private static func count(of values: [Double], _ isBelow: (Double) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if isBelow(values[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
