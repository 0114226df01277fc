public import Experiment

/// A row of a finished Run: a case and its migrations that count.
public struct MeasuredCase: Sendable {
  /// How, under what load, over what: `strategy`, `dirty`, `link`.
  public var labels: [String: String]
  /// One for each block that counts.
  public var samples: [MigrationFigures]

  /// The rows of a Run, sorted by their labels.
  public static func all(of run: Run) -> [MeasuredCase] {
    run.metrics.filter { $0.id == "migration.converged" }.map { converged in
      MeasuredCase(
        labels: converged.labels,
        samples: converged.samples.filter(\.valid).map { sample in
          guard sample.value > 0 else { return .failed }
          func figure(_ name: String, _ more: [String: String] = [:]) -> Double {
            let key = Metric.Key(id: "migration.\(name)", labels: converged.labels.merging(more) { $1 })
            let metric = run.metrics.first { $0.key == key }
            let same = metric?.samples.first { $0.block == sample.block && $0.attempt == sample.attempt }
            // What was not measured keeps no bound.
            return same?.value ?? .infinity
          }
          return MigrationFigures(
            blackout: figure("blackout"), total: figure("total"),
            brownout: figure("brownout", ["quantile": "p99"]), transferred: figure("transferred"))
        })
    }
  }

  /// `precopy, 2000 pages/s, link none`.
  public var name: String {
    let guest = labels["guest"].map { ", guest \($0)" } ?? ""
    return
      "\(labels["strategy"] ?? "?"), \(labels["dirty"] ?? "?") pages/s, link \(labels["link"] ?? "?")\(guest)"
  }
}
