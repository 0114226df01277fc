public import Experiment

extension NoiseModel {
  /// Values that a recorded metric must have: two sides of 30 blocks.
  public static let fewestRecorded = 60

  /// The primary metrics of a Run as series to try verdicts on, one value a block in the order they were taken.
  ///
  /// Blocks too disturbed to count are left in: what a verdict must withstand is the noise that there is. Nil where no
  /// metric has `fewestRecorded` values above 0.
  ///
  /// - Parameter name: for people.
  public init?(recorded run: Run, name: String) {
    let series = run.metrics.filter { $0.role == .primary }.compactMap { metric -> [Double]? in
      let values = metric.samples.map(\.value)
      return values.count >= Self.fewestRecorded && values.allSatisfy { $0 > 0 && $0.isFinite } ? values : nil
    }
    guard !series.isEmpty else { return nil }
    self = .recorded(name: name, series: series)
  }
}
