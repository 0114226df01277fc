internal import Experiment

/// How one migration ran: what its metrics recorded over the time of their last sample.
struct LiveMigrationTimeline: Sendable {
  /// A value at a moment, seconds from the start.
  struct Point: Sendable, Equatable {
    var time: Double
    var value: Double
  }

  let migration: LiveMigration
  /// Bytes a second.
  let throughput: [Point]
  /// Bytes that are still to be sent.
  let remaining: [Point]
  /// When each round begins, and its number.
  let rounds: [Point]
  /// The longest interval between two beats in each short while, seconds.
  let beats: [Point]
  /// From the last beat before the longest interval to the first after it.
  let blackout: ClosedRange<Double>?

  /// Nil where nothing was recorded that can be drawn.
  init?(_ migration: LiveMigration) {
    self.migration = migration
    throughput = Self.points(migration.figure(LiveMigrationFigure.throughputID))
    remaining = Self.points(migration.figure(LiveMigrationFigure.remainingID))
    rounds = Self.steps(Self.points(migration.figure(LiveMigrationFigure.roundsID)))
    beats = Self.points(migration.figure(LiveMigrationFigure.beatID, ["quantile": "max"])).filter {
      $0.value > 0
    }
    blackout = Self.longest(beats)
    guard [throughput, remaining, beats].contains(where: { $0.count > 1 }) else { return nil }
  }

  /// From the first moment to the last.
  var extent: ClosedRange<Double> {
    let times = (throughput + remaining + beats + rounds).map(\.time) + [blackout?.upperBound ?? 0, 0]
    return (times.min() ?? 0)...(times.max() ?? 0)
  }

  private static func points(_ estimate: Estimate?) -> [Point] {
    guard let series = estimate?.metric.series, series.damage == nil else { return [] }
    return zip(series.seconds, series.values).map { Point(time: $0, value: $1) }
  }

  /// Only the moments at which the value goes up.
  private static func steps(_ points: [Point]) -> [Point] {
    zip(points, points.dropFirst()).filter { $0.value < $1.value }.map(\.1)
  }

  /// Where the longest interval lies. No beat falls into it, so the empty stretch is on the side of its moment to which
  /// it extends: some recorders note an interval where it begins, some where it ends.
  private static func longest(_ beats: [Point]) -> ClosedRange<Double>? {
    guard beats.count > 1, let place = beats.indices.max(by: { beats[$0].value < beats[$1].value }) else {
      return nil
    }
    let point = beats[place]
    let before = place > 0 ? point.time - beats[place - 1].time : 0
    let after = place + 1 < beats.count ? beats[place + 1].time - point.time : 0
    return after > before
      ? point.time...(point.time + point.value) : (point.time - point.value)...point.time
  }
}

extension [LiveMigrationTimeline.Point] {
  /// One value for each of so many equal parts of a time, made of the values in it; nil for parts without any.
  func bucketed(_ extent: ClosedRange<Double>, into count: Int, _ value: ([Double]) -> Double) -> [Double?] {
    let length = extent.upperBound - extent.lowerBound
    guard count > 0, length > 0 else { return [] }
    var parts = [[Double]](repeating: [], count: count)
    for point in self {
      let share = (point.time - extent.lowerBound) / length
      guard (0...1).contains(share) else { continue }
      parts[Swift.min(count - 1, Int(share * Double(count)))].append(point.value)
    }
    return parts.map { $0.isEmpty ? nil : value($0) }
  }
}
