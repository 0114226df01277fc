extension Run {
  /// More blocks or tries than any plan has; a number beyond it is damage.
  static let mostBlocks = 1_000_000

  /// What cannot be in a document that Assay wrote, though its form is right; nil when nothing is wrong.
  ///
  /// Readers reckon with these numbers and look metrics up by their keys.
  var damage: String? {
    if !(1...Self.mostBlocks).contains(plan.blocks) {
      return "plan.blocks: \(plan.blocks) is no number of blocks"
    }
    for (index, block) in blocks.enumerated() {
      if let wrong = Self.damage(block.block, block.attempt) { return "blocks[\(index)].\(wrong)" }
    }
    var keys: Set<Metric.Key> = []
    for (index, metric) in metrics.enumerated() {
      guard keys.insert(metric.key).inserted else { return "metrics[\(index)]: \(metric.key) is there twice" }
      for (place, sample) in metric.samples.enumerated() {
        if let wrong = Self.damage(sample.block, sample.attempt) {
          return "metrics[\(index)].samples[\(place)].\(wrong)"
        }
      }
      if let wrong = metric.series?.damage { return "metrics[\(index)].series: \(wrong)" }
    }
    return nil
  }

  private static func damage(_ block: Int, _ attempt: Int) -> String? {
    if !(0..<mostBlocks).contains(block) { return "block: \(block) is no block's number" }
    return (0..<mostBlocks).contains(attempt) ? nil : "attempt: \(attempt) is no try's number"
  }
}
