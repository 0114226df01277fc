/// How a quantity ran over the time of one sample: what a timeline is drawn from.
///
///     Series(seconds: [0, 0.01, 0.02], values: [0, 31e6, 30.5e6])
public struct Series: Codable, Sendable, Equatable {
  /// Seconds since what the sample measures began; finite, and none before the one in front of it.
  public var seconds: [Double]
  /// In the metric's unit, finite; as many as there are moments.
  public var values: [Double]

  /// A series; `damage` tells whether it is one.
  public init(seconds: [Double], values: [Double]) {
    self.seconds = seconds
    self.values = values
  }

  /// What is wrong with it; nil when nothing is.
  public var damage: String? {
    if seconds.count != values.count {
      return "\(seconds.count) moments and \(values.count) values: each moment needs one value"
    }
    if let place = seconds.firstIndex(where: { !$0.isFinite }) {
      return "seconds[\(place)]: \(seconds[place]) is no moment"
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      return "values[\(place)]: \(values[place]) is no value"
    }
    if let place = seconds.indices.dropFirst().first(where: { seconds[$0] < seconds[$0 - 1] }) {
      return "seconds[\(place)]: \(seconds[place]) is before \(seconds[place - 1]), the moment in front of it"
    }
    return nil
  }
}
