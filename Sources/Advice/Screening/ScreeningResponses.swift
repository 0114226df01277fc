internal import Experiment
internal import Glibc

extension ScreeningData {
  /// The response of each run of the design for one metric: the logarithm of its value's ratio to the mean of the blocks
  /// with nothing in place before and after it. Nil where its block does not count, or none beside it does.
  func responses(of key: Metric.Key) -> [Double?] {
    let base = Self.logarithms(base, key)
    let treated = Self.logarithms(treated, key)
    var responses = [Double?](repeating: nil, count: design.rows.count)
    for (place, step) in steps.enumerated() {
      guard let row = step.row, let value = treated[step.block] else { continue }
      let before = steps[..<place].last { $0.row == nil && base[$0.block] != nil }
      let after = steps[place...].first { $0.row == nil && base[$0.block] != nil }
      let beside = [before, after].compactMap { $0.flatMap { base[$0.block] } }
      if beside.isEmpty { continue }
      responses[row] = value - beside.reduce(0, +) / Double(beside.count)
    }
    return responses
  }

  /// By block: the values that count and have a logarithm.
  private static func logarithms(_ run: Run, _ key: Metric.Key) -> [Int: Double] {
    let samples = run.metrics.first { $0.key == key }?.samples ?? []
    return Dictionary(
      samples.filter { $0.valid && $0.value > 0 && $0.value.isFinite }.map { ($0.block, log($0.value)) },
      uniquingKeysWith: { _, last in last })
  }
}
