internal import Comparison
internal import Experiment

/// A comparison, worked out once for every report on it, so that all of them use the same words.
struct ComparisonReading {
  /// The metrics of one benchmark.
  struct Group {
    /// The first part of their names: `memory`.
    var benchmark: String
    /// One for each metric name, sorted.
    var families: [Family]

    /// `Memory`
    var title: String { benchmark == "aio" ? "AIO" : benchmark.capitalizedFirst }
    var metrics: [ComparedMetric] { families.flatMap(\.metrics) }
  }

  /// The metrics of one name.
  struct Family {
    /// `memory.bandwidth`
    var id: String
    /// In the order in which people read their labels.
    var metrics: [ComparedMetric]
    /// What all of them have in common and which way is good: `higher is better · avx2, 2 MiB pages`.
    var note: String
  }

  let comparison: Comparison
  let suspects: [Suspect]
  let groups: [Group]

  init(_ comparison: Comparison, suspects: [Suspect] = []) {
    self.comparison = comparison
    self.suspects = suspects
    let families = Dictionary(grouping: comparison.metrics, by: \.id).map { id, metrics in
      Family(id, metrics, counts: comparison.fingerprint.blocking.isEmpty)
    }.sorted { $0.id < $1.id }
    let benchmarks = Dictionary(grouping: families) { family in
      String(family.id.prefix { $0 != "." })
    }
    groups = benchmarks.map { Group(benchmark: $0.key, families: $0.value) }.sorted {
      $0.benchmark < $1.benchmark
    }
  }

  /// Every metric, group by group.
  var metrics: [ComparedMetric] { groups.flatMap(\.metrics) }
  /// Those that have a vote.
  var primary: [ComparedMetric] { metrics.filter(\.isPrimary) }
  /// Those that have none.
  var informational: [ComparedMetric] { metrics.filter { !$0.isPrimary } }

  /// Those that have a vote and this verdict, the largest change first.
  func primary(_ verdict: Verdict) -> [ComparedMetric] {
    primary.filter { $0.metric.verdict == verdict }.sorted { $0.size > $1.size }
  }
}

extension ComparisonReading.Family {
  /// Labels that follow from others.
  private static let derived: Set = ["bus_factor"]

  /// - Parameter counts: whether the hosts allow a verdict at all.
  init(_ id: String, _ metrics: [MetricComparison], counts: Bool) {
    self.id = id
    let names = Set(metrics.flatMap(\.labels.keys)).subtracting(Self.derived)
    let varying = names.filter { label in Set(metrics.map { $0.labels[label] }).count > 1 }.sorted()
    let common = names.subtracting(varying).sorted()
    let ranked = metrics.map { metric in
      (metric, varying.map { LabelWords.rank($0, metric.labels[$0]) })
    }.sorted { left, right in
      zip(left.1, right.1).first { $0 != $1 }.map { $0 < $1 } ?? false
    }
    self.metrics = ranked.map { ComparedMetric($0.0, varying: varying, counts: counts) }
    let better = Set(metrics.map(\.better))
    let direction = better.count == 1 ? better.first.map { ["\($0.rawValue) is better"] } ?? [] : []
    // A metric that stands alone is named by its labels: they need not be said twice.
    let labels = metrics.count > 1 ? metrics.first.map { Self.words(common, of: $0) } ?? "" : ""
    note = (direction + [labels]).filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// Labels of a metric in words.
  static func words(_ labels: [String], of metric: MetricComparison) -> String {
    labels.compactMap { label in
      metric.labels[label].map { LabelText.text(label, $0, beside: metric.labels) }
    }.joined(separator: ", ")
  }
}
