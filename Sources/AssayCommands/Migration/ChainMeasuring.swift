internal import ArgumentParser
internal import Experiment
internal import Host
internal import MigrationBenchmark

/// What a chain makes of the measuring: one part, its thresholds, its judgement.
struct ChainMeasuring {
  /// Seconds that a quick suite may take with its repeats: a chain takes ten to twenty under a translator.
  private static let quickLimit = 120.0

  let route: ChainRoute
  let thresholds: StageThresholds
  let options: ChainOptions

  /// The way that the options name, with its thresholds read; nil where they name none.
  init?(_ options: ChainOptions) throws {
    guard let route = options.chain else { return nil }
    self.route = route
    self.options = options
    thresholds = try options.thresholds()
  }

  /// The part that measures it.
  func part(_ migration: MigrationOptions, on host: MigrationHost) throws -> Part {
    try ChainWorkload(route, thresholds, diskBytes: options.disk, migration, on: host).part
  }

  /// Sets what is said of the finished Run.
  func set(_ measuring: inout Measuring) {
    measuring.quickLimit = Self.quickLimit
    measuring.noted["migration.chain"] = "\(route)"
    measuring.noted["migration.stages"] = options.stages ?? "built in"
    for stage in Stage.allCases {
      let text = thresholds.text(of: stage)
      if !text.isEmpty { measuring.noted["migration.stages.\(stage.rawValue)"] = text }
    }
    let route = route
    measuring.judge = { ChainReport.judge(route, $0) }
  }
}
