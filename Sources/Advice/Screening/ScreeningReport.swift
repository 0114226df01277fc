public import Experiment
internal import Glibc
internal import Statistics

/// What came of a screening: the document `assay.screening/1`.
public struct ScreeningReport: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.screening/1"

  /// The main effect of one knob on one primary metric.
  public struct Effect: Codable, Sendable, Equatable {
    /// The knob's place in `knobs`.
    public var knob: Int
    /// The metric with its labels.
    public var metric: String
    /// `higher` or `lower` is better.
    public var better: String
    /// The ratio of the value with the knob on to that with it off.
    public var ratio: Double
    /// The lower end of its 95 % interval.
    public var lower: Double
    /// The upper end of its 95 % interval.
    public var upper: Double
    /// The probability of so large an effect by chance.
    public var p: Double
    /// The same after Holm's adjustment over all knobs and primary metrics.
    public var adjustedP: Double
    /// Whether it matters: adjusted p below 0.05, an interval without 1, and larger than δ.
    public var matters: Bool

    enum CodingKeys: String, CodingKey {
      case knob, metric, better, ratio, lower, upper, p, matters
      case adjustedP = "adjusted_p"
    }

    /// Whether what it does is good.
    public var isBetter: Bool { (ratio > 1) == (better == "higher") }
  }

  /// `assay.screening/1`.
  public var schema: String
  /// What was screened, in the order of the design's columns.
  public var knobs: [TrialFactor]
  /// What was not, and why: settings that need a reboot, that do not exist here, that are so already.
  public var notScreened: [TrialOmission]
  /// Which knobs were on when.
  public var design: ScreeningDesign
  /// What the design cannot tell apart, in words.
  public var aliasing: String
  /// How errors were found: `residuals` (Student) or `lenth`.
  public var method: String
  /// The smallest change that matters, as a fraction.
  public var delta: Double
  /// Seed of every random choice.
  public var seed: UInt64
  /// When a change had settled.
  public var settled: String
  /// Ids of the two Runs: nothing in place, and rows in place.
  public var runs: [String]
  /// Runs of the design that count for the metric that has most.
  public var countedRuns: Int
  /// Every main effect, by knob and then by metric.
  public var effects: [Effect]
  /// Primary metrics that could not be analysed: too few runs count.
  public var notAnalysed: [String]
  /// The trial of what matters; nil where nothing did, or none was asked for.
  public var confirmation: TrialFinding?
  /// Whether an end was asked for before all was measured.
  public var isInterrupted: Bool

  enum CodingKeys: String, CodingKey {
    case schema, knobs, design, aliasing, method, delta, seed, settled, runs, effects, confirmation
    case notScreened = "not_screened"
    case countedRuns = "counted_runs"
    case notAnalysed = "not_analysed"
    case isInterrupted = "interrupted"
  }

  /// Analyses what was measured.
  ///
  /// - Parameters:
  ///   - isChosen: the metrics that it is about, by name and labels; those that are not primary are left out.
  public init(
    _ data: ScreeningData, knobs: [TrialFactor], notScreened: [TrialOmission], delta: Double, seed: UInt64,
    settled: String, isChosen: (Metric.Key) -> Bool = { _ in true }
  ) {
    schema = Self.currentSchema
    self.knobs = knobs
    self.notScreened = notScreened
    design = data.design
    aliasing = data.design.aliasing
    self.delta = delta
    self.seed = seed
    self.settled = settled
    runs = [data.base.id, data.treated.id]
    isInterrupted = data.treated.status == .interrupted
    let metrics = data.treated.metrics.filter { $0.role == .primary && isChosen($0.key) }
    var effects: [Effect] = []
    notAnalysed = []
    countedRuns = 0
    method = MainEffects.Method.residuals.rawValue
    for metric in metrics {
      guard let main = MainEffects(rows: data.design.rows, responses: data.responses(of: metric.key)) else {
        notAnalysed.append(metric.key.description)
        continue
      }
      countedRuns = max(countedRuns, main.runs)
      if main.method == .lenth { method = main.method.rawValue }
      for (knob, effect) in main.effects.enumerated() {
        effects.append(
          Effect(
            knob: knob, metric: metric.key.description, better: metric.better.rawValue,
            ratio: exp(effect.estimate),
            lower: exp(effect.interval.lower), upper: exp(effect.interval.upper), p: effect.p, adjustedP: 1,
            matters: false))
      }
    }
    let adjusted = Holm.adjusted(effects.map(\.p))
    for index in effects.indices {
      effects[index].adjustedP = adjusted[index]
      let size = abs(log(effects[index].ratio))
      // Whichever run is left out: see `MainEffects`.
      let isFirm = effects[index].lower > 1 || effects[index].upper < 1
      effects[index].matters = adjusted[index] < 1 - MainEffects.level && size > log1p(delta) && isFirm
    }
    // By knob: that is what the reader asks about.
    self.effects = effects.sorted { ($0.knob, $0.metric) < ($1.knob, $1.metric) }
  }

  /// Knobs worth a confirming trial, by their places: those that make something better and nothing worse, the clearest
  /// first.
  public var candidates: [Int] {
    let matter = Dictionary(grouping: effects.filter(\.matters), by: \.knob)
    return matter.filter { $0.value.allSatisfy(\.isBetter) }
      .sorted { first, second in
        let p = (first.value.map(\.adjustedP).min() ?? 1, second.value.map(\.adjustedP).min() ?? 1)
        return p.0 == p.1 ? first.key < second.key : p.0 < p.1
      }.map(\.key)
  }

  /// The report as the bytes of its document.
  public func encoded() throws -> [UInt8] { try AdviceDocument.encoded(self) }
}
