public import Comparison
internal import Statistics

extension CrossoverTruth {
  /// The share of crossovers in which something without an effect may be called better or worse.
  static let mostAlarms = 0.05

  /// The rates as tables of `assay validate`.
  public var tables: [Validation.Table] { [alarmTable, powerTable] }

  private static var noises: [(name: String, noise: Noise, isPromised: Bool)] {
    func noise(_ change: (inout Noise) -> Void) -> Noise {
      var noise = Noise()
      change(&noise)
      return noise
    }
    return [
      ("independent, 1 %", noise { _ in }, true), ("independent, 5 %", noise { $0.boots = 0.05 }, true),
      ("drift of 10 %", noise { $0.drift = 0.1 }, true),
      ("outliers, 10 of 100", noise { $0.outliers = 0.1 }, true),
      ("carried over, 0.5", noise { $0.carried = 0.5 }, false),
    ]
  }

  private static let sizes: [(nodes: Int, boots: Int)] = [(3, 3), (3, 4), (1, 8)]

  private var alarmTable: Validation.Table {
    Validation.Table(
      title: "Crossovers of two kernels that are alike: any false alarm",
      note:
        "A tenth of the other tables' number a row: each looks at up to 343,000 divisions of the boots for each metric. "
        + "20 primary metrics, nodes that differ by 10 % by nature, δ 1 %. Promised: no more than 5 %; where boots take over "
        + "something from the boot before them, which a test that deals boots out anew cannot know, nothing.",
      columns: ["noise of a boot", "nodes", "boots", "false alarms", "95 % interval", "covered"],
      rows: Self.noises.flatMap { entry in
        Self.sizes.map { size in
          Self.later {
            let rates = rates(nodes: size.nodes, bootsPerKernel: size.boots, effect: 0, noise: entry.noise)
            let interval = Binomial.interval(rates.falseAlarms, of: rates.trials)
            let isQuiet = (interval?.lower ?? 1) <= Self.mostAlarms
            return Validation.Row(
              cells: Self.cells(entry.name, size) + [
                Self.share(rates.falseAlarms, of: rates.trials), Self.range(interval),
                Self.share(rates.covered, of: rates.trials),
              ], isKept: entry.isPromised ? isQuiet : nil)
          }
        }
      })
  }

  private var powerTable: Validation.Table {
    Validation.Table(
      title: "Crossovers in which the new kernel is worse in one of 20 metrics",
      note: "The same fleets, boots that differ by 1 %. Nothing is promised of how often it is found.",
      columns: ["effect", "nodes", "boots", "found", "covered"],
      rows: [-0.02, -0.05, -0.1].flatMap { effect in
        Self.sizes.map { size in
          Self.later {
            let rates = rates(nodes: size.nodes, bootsPerKernel: size.boots, effect: effect)
            return Validation.Row(
              cells: Self.cells(CrossoverText.change(1 + effect), size) + [
                Self.share(rates.found, of: rates.trials), Self.share(rates.covered, of: rates.trials),
              ], isKept: nil)
          }
        }
      })
  }

  private static func cells(_ name: String, _ size: (nodes: Int, boots: Int)) -> [String] {
    [name, "\(size.nodes)", "\(size.boots)+\(size.boots)"]
  }

  private static func later(_ compute: @escaping @Sendable () -> Validation.Row)
    -> @Sendable () -> Validation.Row
  { compute }

  private static func share(_ hits: Int, of trials: Int) -> String {
    CrossoverText.percent(Double(hits) / Double(max(1, trials)))
  }

  private static func range(_ interval: Interval?) -> String {
    interval.map { "\(CrossoverText.percent($0.lower)) to \(CrossoverText.percent($0.upper))" } ?? ""
  }
}
