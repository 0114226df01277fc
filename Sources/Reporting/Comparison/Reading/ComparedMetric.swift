internal import Comparison
internal import Experiment

/// One metric of a comparison, with its figures in words.
struct ComparedMetric {
  let metric: MetricComparison
  /// What tells it apart from others of its name: `triad, streaming stores, 2 threads`.
  let name: String
  /// Whether the hosts allow a verdict at all.
  let counts: Bool

  /// - Parameter varying: the labels that tell it apart from others of its name.
  init(_ metric: MetricComparison, varying: [String], counts: Bool) {
    self.metric = metric
    self.counts = counts
    let told = varying.isEmpty ? metric.labels.keys.sorted() : varying
    let own = ComparisonReading.Family.words(told, of: metric)
    name = own.isEmpty ? metric.id : own
  }

  /// The metric's name, and what tells it apart from others of that name.
  var fullName: String { metric.id + (ownLabels.isEmpty ? "" : " \(ownLabels)") }
  /// What tells it apart, in words; empty where it has no labels.
  var ownLabels: String { name == metric.id ? "" : name }
  var isPrimary: Bool { metric.role == .primary }
  var verdict: Verdict { metric.verdict }

  /// `worse`; in brackets where it has no vote.
  var verdictText: String { isPrimary ? verdict.rawValue : "(\(verdict.rawValue))" }

  /// How large the change is, for sorting: of twice and half alike.
  var size: Double {
    guard let ratio = metric.effect?.ratio, ratio > 0, ratio.isFinite else { return 0 }
    return ratio >= 1 ? ratio : 1 / ratio
  }

  /// `−3.1 %`; `–` where nothing can be told.
  var change: String { metric.effect.map { Change.text($0.ratio) } ?? "–" }

  /// `[−3.9, −2.2]`, in per cent; `–` where there is none.
  var interval: String {
    guard let effect = metric.effect, let lower = effect.lower, let upper = effect.upper else { return "–" }
    return Change.interval(lower, upper)
  }

  /// The medians of both sides; `–` of one that lacks the metric.
  var baseText: String { side(metric.base) }
  var candidateText: String { side(metric.candidate) }

  private func side(_ figures: SideFigures?) -> String {
    guard let figures else { return "–" }
    guard let median = figures.median else { return "no sample" }
    return Units.text(median, unit: unit)
  }

  /// The unit to show it in.
  var unit: String { DisplayUnit.name(metric.id, unit: metric.unit) }

  /// `0.012`, `<0.001`; in brackets where it is not adjusted; `–` where nothing was tested.
  var p: String {
    if let adjusted = metric.adjustedP { return Change.probability(adjusted) }
    return metric.p.map { "(\(Change.probability($0)))" } ?? "–"
  }

  /// Samples that count: `30`; `30/28` where base and candidate differ.
  var samples: String {
    let (base, candidate) = (metric.base?.samples ?? 0, metric.candidate?.samples ?? 0)
    return base == candidate ? "\(base)" : "\(base)/\(candidate)"
  }

  /// Samples of both sides that do not count.
  var invalidSamples: Int { (metric.base?.invalidSamples ?? 0) + (metric.candidate?.invalidSamples ?? 0) }

  /// What the figures do not say: why there is no verdict, and what would give one; nil where they say all.
  var remark: String? {
    switch verdict {
    case .better, .worse, .same: return nil
    case .invalid, .incomparable: return metric.reason
    case .inconclusive:
      let least = metric.minimumDetectableEffect.flatMap { $0.isFinite ? $0 : nil }
      let parts = [
        metric.blocksToDecide.map {
          "\(Units.count($0, "more block")) on each side should settle it"
        },
        least.map { "changes from \(Change.share($0)) on would show" },
      ].compactMap { $0 }
      return parts.isEmpty ? metric.reason : parts.joined(separator: "; ")
    }
  }
}
