internal import ArgumentParser
internal import Experiment
internal import MigrationBenchmark
internal import Platform
internal import Statistics

/// Finds, for each load and link, the strategy and the downtime limit to take: `assay migration --sweep`.
struct MigrationSweep {
  /// Downtime limits that are tried, in seconds, unless the user names one.
  private static let limits = [0.05, 0.3, 1]

  /// Migrations for each load and link, unless the user says.
  static let usualBudget = 60

  let options: MigrationOptions
  let facts: MigrationPlan.Facts
  let serviceLevel: ServiceLevel?
  /// Migrations for each load and link, at most.
  let budget: Int

  /// What a migration goes through, whatever the strategy.
  struct Place: Hashable {
    var dirtyRate: Int
    var link: LinkSpec
  }

  /// A strategy that is tried.
  struct Candidate: Sendable {
    var strategy: MigrationStrategy
    var part: Part
    var labels: [String: String]
  }

  /// Sweeps each load and link; everything that was measured ends up in one Run.
  ///
  /// - Returns: the judgement; nil where an end was asked for.
  func run(_ run: inout Run, _ session: Session) async throws -> Judgement? {
    var lines: [String] = []
    var isMissing = false
    for place in places {
      var candidates = Sweep(
        try self.candidates(of: place), budget: budget, serviceLevel: serviceLevel)
      candidates.seed = options.seed
      var generator = SeededGenerator(seed: options.seed)
      let result: SweepResult<Candidate>
      do {
        result = try await candidates.run { candidate, count in
          let before = samples(of: candidate, in: run).count
          // What a busy machine spoils is repeated as often again, and does not count for or against anybody.
          for _ in 0..<2 * count where samples(of: candidate, in: run).count < before + count {
            guard try await session.extend(&run, by: [candidate.part], &generator) else {
              throw CancellationError()
            }
          }
          return Array(samples(of: candidate, in: run).dropFirst(before))
        }
      } catch is CancellationError {
        return nil
      }
      let recommendation = Recommendation(result) { $0.strategy }
      isMissing = isMissing || recommendation == nil
      lines += Self.lines(place, result, recommendation)
    }
    if run.status == .running { run.status = .complete }
    run.finished = Timestamp.now()
    return Judgement(lines: lines, code: isMissing ? .worse : nil)
  }

  private var places: [Place] {
    let cases = MigrationCase.all(of: options).map { Place(dirtyRate: $0.dirtyRate, link: $0.link) }
    return cases.reduce(into: []) { places, place in if !places.contains(place) { places.append(place) } }
  }

  private func candidates(of place: Place) throws -> [Candidate] {
    let kinds = options.strategies.isEmpty ? MigrationStrategy.Kind.allCases : options.strategies
    let limits = options.isLimitNamed ? [options.downtimeLimit] : Self.limits
    return try kinds.flatMap { kind in
      // Post-copy stands still for the devices alone.
      let tried = MigrationStrategy(kind).isPostcopy ? [MigrationOptions.usualDowntimeLimit] : limits
      return try tried.map { limit in
        let one = MigrationCase(strategy: kind, dirtyRate: place.dirtyRate, link: place.link)
        var workload = MigrationWorkload(one, options, on: facts.host)
        workload.strategy.downtimeLimit = limit
        workload.believesForecast = true
        return Candidate(strategy: workload.strategy, part: try workload.part, labels: workload.labels)
      }
    }
  }

  /// What came of a candidate so far; a migration that failed or could not be measured gives nothing.
  private func samples(of candidate: Candidate, in run: Run) -> [MigrationFigures] {
    MeasuredCase.all(of: run).first { $0.labels == candidate.labels }?.samples ?? []
  }

  private static func lines(
    _ place: Place, _ result: SweepResult<Candidate>, _ recommendation: Recommendation?
  ) -> [String] {
    var lines = ["", "\(place.dirtyRate) pages/s, link \(place.link): \(result.spent) migrations"]
    let names = result.entries.map { entry in
      let limit = entry.candidate.labels["limit"] ?? "\(Int(MigrationOptions.usualDowntimeLimit * 1000))ms"
      return "\(entry.candidate.strategy.kind.rawValue), limit \(limit)"
    }
    let width = names.map(\.count).max() ?? 0
    for (index, entry) in result.entries.enumerated() {
      let name = names[index] + String(repeating: " ", count: width - names[index].count)
      let front = result.front.contains(index) ? "; on the front" : ""
      lines.append("  \(index + 1)  \(name)  \(words(entry))\(front)")
    }
    guard let recommendation else {
      return lines + ["  nothing to recommend: no candidate arrived, or all break the service level"]
    }
    lines.append("  take candidate \(recommendation.index + 1):")
    lines += recommendation.reasons.map { "    \($0)" }
    lines += recommendation.monitorCommands.map { "    \($0)" }
    lines.append("    " + recommendation.virshCommand(domain: "DOMAIN", to: "qemu+ssh://HOST/system"))
    return lines
  }

  /// What came of a candidate, on one line.
  private static func words(_ entry: SweepEntry<Candidate>) -> String {
    guard !entry.samples.isEmpty else {
      if case .skipped = entry.fate { return entry.fate.text }
      return "no migration of it counts"
    }
    let medians = [MigrationFigures.Figure.blackout, .total].map { figure in
      let median = entry.median(of: figure) ?? .infinity
      return "\(figure.rawValue) " + (median.isFinite ? "\((median * 1e4).rounded() / 10) ms" : "without end")
    }
    return "\(entry.samples.count) migrations, \(medians.joined(separator: ", ")); \(entry.fate.text)"
  }
}
