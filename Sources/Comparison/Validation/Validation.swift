internal import Statistics

/// The error rates of the verdicts, by simulating comparisons whose truth is known: what `make validate` prints.
///
/// The same seed, number of trials and recorded series give the same tables, in whatever order their rows are computed.
public struct Validation: Sendable {
  /// One line of a table.
  public struct Row: Sendable, Equatable {
    /// As many as the table has columns.
    public var cells: [String]
    /// Whether what is promised of it is kept; nil where nothing is.
    public var isKept: Bool?

    /// A computed line.
    public init(cells: [String], isKept: Bool?) {
      self.cells = cells
      self.isKept = isKept
    }
  }

  /// A table whose rows are still to be computed, each by itself.
  public struct Table: Sendable {
    /// What it shows.
    public var title: String
    /// What is promised, and how to read it.
    public var note: String
    /// The columns' heads.
    public var columns: [String]
    /// Computes one row each.
    public var rows: [@Sendable () -> Row]

    /// A table to be computed.
    public init(title: String, note: String, columns: [String], rows: [@Sendable () -> Row]) {
      self.title = title
      self.note = note
      self.columns = columns
      self.rows = rows
    }
  }

  /// Simulated comparisons for each row, at least 1.
  public var trials: Int
  /// Seed of everything.
  public var seed: UInt64
  /// Recorded series to try verdicts on, besides the simulated ones.
  public var recorded: [NoiseModel]

  /// A validation of so many trials a row.
  public init(trials: Int, seed: UInt64, recorded: [NoiseModel] = []) {
    self.trials = trials
    self.seed = seed
    self.recorded = recorded
  }

  /// All tables.
  public var tables: [Table] {
    [
      falseAlarms, falseAlarmsOfSeparateRuns, notInterleaved, power(.interleaved), power(.separate), coverage,
      looks,
    ]
  }

  /// The noise of a metric with a median absolute deviation of 1 %.
  static let onePercent = NoiseModel.independent(0.01 * Spread.normalConsistency)

  /// What unchanged metrics may look like.
  var noises: [NoiseModel] {
    [
      Self.onePercent, .independent(0.1), .autoregressive(0.5), .autoregressive(0.9), .randomWalk,
      .modes(flip: 0.1), .outliers, .heavyTails, .drift,
    ] + recorded
  }

  /// A generator for one row: other rows, other numbers.
  func seeded(_ parts: String...) -> SeededGenerator {
    var state = seed
    for byte in parts.joined(separator: "/").utf8 {
      var mixer = SeededGenerator(seed: state ^ UInt64(byte))
      state = mixer.next()
    }
    return SeededGenerator(seed: state)
  }

  /// A row to be computed later.
  static func row(_ compute: @escaping @Sendable () -> Row) -> @Sendable () -> Row { compute }

  /// `4.1 %`
  static func percent(_ share: Double) -> String { "\(Reason.fixed(share * 100, 1)) %" }

  /// `4.1 %` and `3.3 to 5.1 %`: a share with its interval of Clopper and Pearson.
  static func share(_ hits: Int, of trials: Int) -> [String] {
    let interval = Binomial.interval(hits, of: trials)
    let range = interval.map { "\(Reason.fixed($0.lower * 100, 1)) to \(percent($0.upper))" } ?? ""
    return [percent(Double(hits) / Double(trials)), range]
  }
}

extension [MetricComparison] {
  /// Whether any metric is said to have changed.
  var hasAlarm: Bool { contains { $0.verdict == .worse || $0.verdict == .better } }
}
