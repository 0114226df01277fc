internal import Experiment
internal import Statistics

/// One metric of one host, Run by Run.
public struct History: Codable, Sendable, Equatable {
  /// The form of the document that holds histories.
  public static let currentSchema = "assay.history/1"

  /// What one Run says of it.
  public struct Point: Codable, Sendable, Equatable {
    /// The Run's id.
    public var run: String
    /// Its document, where it was when it was imported.
    public var path: String
    /// RFC 3339, UTC.
    public var started: String
    /// The release and, where several builds share one, the version.
    public var kernel: String
    /// The tool's version.
    public var tool: String
    /// Samples taken.
    public var samples: Int
    /// Of these, valid ones.
    public var valid: Int
    /// The median of the valid samples; nil without any.
    public var median: Double?
    /// The lower end of the interval: the 95 % bootstrap interval of the median from six valid samples on, below that
    /// the range of the samples; nil with fewer than three.
    public var lower: Double?
    /// Its upper end.
    public var upper: Double?

    /// Whether there is a result: fewer than three valid samples are none.
    public var isResult: Bool { valid >= History.fewestSamples }
  }

  /// Something else than the metric that changed from one Run to the next.
  public struct Mark: Codable, Sendable, Equatable {
    /// What changed.
    public enum Kind: String, Codable, Sendable { case kernel, machine, tool }
    /// What changed.
    public var kind: Kind
    /// The first Run after it.
    public var run: String
    /// When that started; RFC 3339, UTC.
    public var started: String
    /// What it was.
    public var before: String
    /// What it is.
    public var after: String
  }

  /// A place from which on the medians lie on another level: a hint, never a verdict.
  public struct ChangePoint: Codable, Sendable, Equatable {
    /// The first Run of the new level.
    public var run: String
    /// When that started; RFC 3339, UTC.
    public var started: String
    /// The permutation test's p.
    public var p: Double
    /// The median of the level before, in the metric's unit.
    public var before: Double
    /// The median of the level that begins.
    public var after: Double
  }

  /// The metric's name.
  public var metric: String
  /// Its labels.
  public var labels: [String: String]
  /// SI base unit.
  public var unit: String
  /// `higher` or `lower` is better.
  public var better: String
  /// The host.
  public var host: String
  /// Every Run that measured it, by the time that it started.
  public var points: [Point]
  /// Changes of kernel, machine and tool between them.
  public var marks: [Mark]
  /// Changes of level.
  public var changePoints: [ChangePoint]

  enum CodingKeys: String, CodingKey {
    case metric, labels, unit, better, host, points, marks
    case changePoints = "change_points"
  }

  /// Fewer valid samples than this are no result, as in the reports of Runs.
  public static let fewestSamples = 3
  /// From this many on the bootstrap interval keeps its promise, as in the reports of Runs.
  static let fewestForInterval = 6
  /// The seed of the change points' permutations.
  static let seed: UInt64 = 1
}

extension History {
  /// What the notebook holds of a Run and a series.
  struct Row {
    var run: String
    var path: String
    var started: String
    var host: String
    var machine: String
    var kernel: String
    var kernelVersion: String
    var tool: String
    var samples: Int
    var valid: [Double]
  }

  /// The history of rows of one host, which are in the order of time.
  ///
  /// - Parameter shown: Of how many points, the last ones, the interval is asked for; the others have none.
  init(series: SeriesName, host: String, rows: [Row], shown: Int) {
    let releases = Set(rows.map(\.kernel))
    let builds = Set(rows.map { "\($0.kernel) \($0.kernelVersion)" })
    func kernel(_ row: Row) -> String {
      builds.count > releases.count ? "\(row.kernel) \(row.kernelVersion)" : row.kernel
    }
    metric = series.metric
    labels = series.labels
    unit = series.unit
    better = series.better
    self.host = host
    points = rows.enumerated().map { place, row in
      Point(row, kernel: kernel(row), withInterval: place >= rows.count - shown)
    }
    marks = zip(rows, rows.dropFirst()).flatMap { before, after in
      [
        (Mark.Kind.kernel, kernel(before), kernel(after)), (.machine, before.machine, after.machine),
        (.tool, before.tool, after.tool),
      ]
      .filter { $0.1 != $0.2 }
      .map { Mark(kind: $0.0, run: after.run, started: after.started, before: $0.1, after: $0.2) }
    }
    let results = points.filter(\.isResult)
    let changes = ChangePoints.detect(in: results.compactMap(\.median), seed: Self.seed) ?? []
    changePoints = changes.map { change in
      let first = results[change.index]
      return ChangePoint(
        run: first.run, started: first.started, p: change.p, before: change.before, after: change.after)
    }
  }
}

extension History.Point {
  init(_ row: History.Row, kernel: String, withInterval: Bool) {
    run = row.run
    path = row.path
    started = row.started
    self.kernel = kernel
    tool = row.tool
    samples = row.samples
    valid = row.valid.count
    median = Quantile.median(of: row.valid)
    guard withInterval, row.valid.count >= History.fewestSamples else { return }
    if row.valid.count >= History.fewestForInterval,
      let interval = Bootstrap.interval(ofMedian: row.valid, seed: Summary.defaultSeed)
    {
      (lower, upper) = (interval.lower, interval.upper)
    } else {
      (lower, upper) = (row.valid.min(), row.valid.max())
    }
  }
}
