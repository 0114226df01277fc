internal import Experiment
internal import Statistics

/// The samples of one metric that count, one value a block.
struct CountedSamples {
  /// In the order they were taken; several samples of one block are told by their median.
  let points: [SideFigures.Point]
  /// How many samples do not count.
  let invalid: Int

  /// The samples of the metric in these Runs, one after the other.
  init(_ metrics: [Metric?]) {
    var points: [SideFigures.Point] = []
    var invalid = 0
    for (run, metric) in metrics.enumerated() {
      guard let metric else { continue }
      var byBlock: [Int: [Double]] = [:]
      var order: [Int] = []
      for sample in metric.samples {
        guard sample.valid else {
          invalid += 1
          continue
        }
        if byBlock[sample.block] == nil { order.append(sample.block) }
        byBlock[sample.block, default: []].append(sample.value)
      }
      points += order.compactMap { block in
        Quantile.median(of: byBlock[block] ?? []).map {
          SideFigures.Point(block: block, value: $0, run: run)
        }
      }
    }
    self.points = points
    self.invalid = invalid
  }

  var values: [Double] { points.map(\.value) }

  var figures: SideFigures {
    let median = Quantile.median(of: values)
    let deviation = Spread.medianAbsoluteDeviation(of: values)
    var spread: Double?
    if let median, let deviation, median != 0 {
      let share = deviation / abs(median)
      if share.isFinite { spread = share }
    }
    return SideFigures(
      samples: points.count, invalidSamples: invalid, median: median, spread: spread, values: points)
  }
}
