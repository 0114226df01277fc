internal import Experiment

/// A Run, worked out once for every report on it.
struct RunReading: Sendable {
  let run: Run
  /// One for each metric, in the Run's order.
  let estimates: [Estimate]
  /// What was found of each try of a block.
  let standings: [BlockID: Block.Verdict]

  init(_ run: Run) {
    self.run = run
    let standings = Dictionary(
      run.blocks.map { (BlockID($0.block, $0.attempt), $0.verdict) }, uniquingKeysWith: { $1 })
    estimates = run.metrics.map { Estimate($0, standings: standings) }
    self.standings = standings
  }

  /// The estimates of one metric name.
  func estimates(_ id: String) -> [Estimate] { estimates.filter { $0.metric.id == id } }

  /// The metric names, sorted, each once.
  var ids: [String] { Array(Set(run.metrics.map(\.id))).sorted() }

  /// The metric names that none of these sections shows, sorted.
  func ids(besides sections: [any ReportSection.Type]) -> [String] {
    let known = sections.reduce(into: Set<String>()) { $0.formUnion($1.metricIDs) }
    return ids.filter { !known.contains($0) }
  }

  /// What an interval is called here: with few blocks there is no 95 % interval, only the range (see
  /// `Estimate.interval`).
  var intervalName: String {
    estimates.contains { $0.count >= Estimate.fewestForInterval } ? "95 % interval" : "range"
  }

  /// The host's name.
  var hostName: String { HostDescription.fact("host", in: run.host) ?? Units.unknown }

  /// Seconds of all blocks together.
  var seconds: Double { run.blocks.reduce(0) { $0 + $1.seconds } }

  /// `5 blocks: 3 valid, 1 suspect, 1 invalid; 1 of them a repeat`.
  var blockSentence: String {
    guard !run.blocks.isEmpty else { return "no block was taken" }
    let counts = [
      ("valid", run.blocks.count { $0.verdict == .valid }),
      ("suspect", run.blocks.count { $0.verdict == .suspect }),
      ("invalid", run.blocks.count { $0.verdict == .invalid }),
    ].filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    let repeats = run.blocks.count { $0.attempt > 0 }
    let repeated = repeats > 0 ? "; \(repeats) of them \(repeats == 1 ? "a repeat" : "repeats")" : ""
    let missing = run.plan.blocks - Set(run.blocks.map(\.block)).count
    let open = missing > 0 ? "; \(missing) of the \(run.plan.blocks) planned not taken" : ""
    return "\(Units.count(run.blocks.count, "block")): \(counts)\(repeated)\(open)"
  }

  /// Reasons of all blocks that are not simply valid, the most frequent kind first: the first of the kind as it was
  /// recorded, and how many blocks had one of the kind.
  var reasonCounts: [(example: String, blocks: Int)] {
    var kinds: [String: (example: String, blocks: Int)] = [:]
    for block in run.blocks {
      let reasons = Dictionary(grouping: block.reasons, by: Self.kind)
      for (kind, examples) in reasons {
        let known = kinds[kind] ?? (examples[0], 0)
        kinds[kind] = (known.example, known.blocks + 1)
      }
    }
    return kinds.sorted { ($1.value.blocks, $0.key) < ($0.value.blocks, $1.key) }.map(\.value)
  }

  /// A reason without the part that saw it and the figures: what several blocks can share.
  private static func kind(_ reason: String) -> String {
    let seen = reason.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? reason
    return String(seen.filter { !$0.isNumber && $0 != "." })
  }

  /// What a reader must know before any figure: an unfinished Run, a debug build.
  var caveats: [String] {
    var caveats: [String] = []
    switch run.status {
    case .running: caveats.append("This Run was not finished: it is still running, or was killed.")
    case .interrupted: caveats.append("This Run was interrupted; it holds what was done until then.")
    case .complete: break
    }
    if run.tool.build != "release" {
      caveats.append("Measured by a \(run.tool.build) build: the figures are not those of the host.")
    }
    if !run.metrics.isEmpty, run.validBlocks == 0 {
      caveats.append("No block counts: there is no result.")
    } else if !run.metrics.isEmpty, run.validBlocks < Estimate.fewestSamples {
      caveats.append(
        "Only \(Units.count(run.validBlocks, "block")) of \(run.blocks.count) count: too few for a result."
      )
    }
    return caveats
  }
}
