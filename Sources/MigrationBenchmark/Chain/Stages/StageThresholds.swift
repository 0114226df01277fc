/// What the stages of a chain must keep. Times in seconds, sizes in bytes.
public struct StageThresholds: Codable, Equatable, Sendable {
  /// One bound.
  public struct Bound: Codable, Hashable, Sendable {
    /// Of which stage.
    public var stage: Stage
    /// Of what.
    public var figure: StageFigure
    /// The most or the least (`StageFigure.isLeast`) that it may be.
    public var limit: Double

    /// A bound.
    public init(_ stage: Stage, _ figure: StageFigure, _ limit: Double) {
      self.stage = stage
      self.figure = figure
      self.limit = limit
    }
  }

  /// The bounds, in the order of stages and of their figures; each figure of a stage once.
  public private(set) var bounds: [Bound]

  /// These bounds; of two for the same figure of a stage the first.
  public init(_ bounds: [Bound]) {
    self.bounds = Stage.allCases.flatMap { stage in
      stage.figures.compactMap { figure in
        bounds.first { $0.stage == stage && $0.figure == figure }
      }
    }
  }

  /// What is used where no file is named: the same as `Profiles/stages.yaml`.
  public static let standard = StageThresholds([
    Bound(.preCheck, .seconds, 10), Bound(.preCheck, .roundTrip, 0.005),
    Bound(.preCheck, .linkRate, 10 * 0x1p20), Bound(.preCheck, .memoryLeft, 64 * 0x1p20),
    Bound(.preCheck, .differences, 0), Bound(.preCheck, .eccErrors, 0),
    Bound(.reserve, .seconds, 10), Bound(.reserve, .memoryTaken, 1),
    Bound(.sync, .seconds, 60), Bound(.sync, .share, 0.99995),
    Bound(.migrate, .seconds, 60), Bound(.migrate, .blackout, 0.3),
    Bound(.healthCheck, .seconds, 10), Bound(.healthCheck, .beatRate, 0.8),
    Bound(.healthCheck, .imageDifferences, 0),
    Bound(.switchBack, .seconds, 120), Bound(.switchBack, .blackout, 0.3),
  ])

  /// The bound of a figure; nil where it has none.
  public func limit(of figure: StageFigure, in stage: Stage) -> Double? {
    bounds.first { $0.stage == stage && $0.figure == figure }?.limit
  }

  /// The bounds of a stage in words: `seconds at most 10 s, link-rate at least 10 MiB/s`.
  public func text(of stage: Stage) -> String {
    bounds.filter { $0.stage == stage }.map { bound in
      "\(bound.figure.rawValue) at \(bound.figure.isLeast ? "least" : "most") \(bound.figure.text(bound.limit))"
    }.joined(separator: ", ")
  }
}
