internal import Experiment

/// Engines against libaio: rate, latency and CPU time.
enum EnginePart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let engines = EngineReading(reading)
    let samples = engines.subject.tables.flatMap(\.estimates)
    return SubjectMarkup.section(engines.subject, samples: samples, reading) {
      EffectFigure(
        title: "Rate against \(engines.base)", axisName: "more or less rate than \(engines.base), %",
        rows: engines.comparisons.map { ($0.name, $0.rate) }
      ).markup
      EffectFigure(
        title: "CPU time an operation against \(engines.base)",
        axisName: "more or less CPU time than \(engines.base), %",
        rows: engines.comparisons.map { ($0.name, $0.cpu) }
      ).markup
      EffectFigure(
        title: "Latency (p99) against \(engines.base)",
        axisName: "higher or lower p99 than \(engines.base), %",
        rows: engines.comparisons.map { ($0.name, $0.p99) }
      ).markup
      distributions(engines.groups)
    }
  }

  /// Of the deepest load that several engines ran.
  private static func distributions(_ groups: [[AIOLoad]]) -> Markup? {
    guard let deepest = groups.max(by: { ($0[0].depth, $0.count) < ($1[0].depth, $1.count) }) else {
      return nil
    }
    return DistributionFigure(
      title: "How many operations take how long at depth \(deepest[0].depth)", xName: "takes at least",
      things: "operations",
      entries: deepest.flatMap { load in
        load.namedDistributions.map { ("\(load["engine"] ?? Units.unknown)\($0.suffix)", $0.distribution) }
      }
    ).markup
  }
}

/// What batches and the ring change.
enum BatchingPart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let batching = BatchingReading(reading)
    let samples = batching.subject.tables.flatMap(\.estimates)
    return SubjectMarkup.section(batching.subject, samples: samples, reading) {
      EffectFigure(
        title: "Rate against one by one", axisName: "more or less rate, %",
        rows: batching.comparisons.map { ($0.name, $0.rate) }
      ).markup
      EffectFigure(
        title: "CPU time an operation against one by one", axisName: "more or less CPU time, %",
        rows: batching.comparisons.map { ($0.name, $0.cpu) }
      ).markup
    }
  }
}
