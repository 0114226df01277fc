/// What one round of both sides over the parts brought. A part that either side could not measure is left out of both.
struct RoundPair: Sendable {
  private var rounds: [Interleaving.Arm: Round]
  /// Seconds that each side's processes took.
  var seconds: [Interleaving.Arm: Double] = [:]
  private let order: [String]

  init(order: [String]) {
    self.order = order
    rounds = [.base: Round(order: order), .candidate: Round(order: order)]
  }

  /// Parts that take no further samples.
  var dropped: Set<String> { rounds.values.reduce(into: []) { $0.formUnion($1.dropped) } }

  mutating func take(_ report: SampleReport, of part: Part, by arm: Interleaving.Arm) {
    change(arm) { round in
      if let reason = report.notMeasurable {
        round.skipped.append(Run.Skipped(part: part.id, reason: reason))
      } else {
        round.reports.append((part.id, report))
      }
      round.warnings += report.warnings
    }
  }

  mutating func fail(_ part: Part, by arm: Interleaving.Arm, _ error: any Error) {
    change(arm) { round in
      round.failed.append(part.id)
      round.warnings.append(
        Run.Warning(
          code: Run.sampleFailedCode, message: "\(error)",
          advice: "run it alone with '\(part.command)', and report it if it happens again"))
    }
  }

  /// One side's round, without the parts that the other could not measure.
  func round(of arm: Interleaving.Arm) -> Round {
    var round = rounds[arm] ?? Round(order: order)
    let missing = rounds[arm.other]?.dropped ?? []
    round.reports.removeAll { missing.contains($0.part) }
    for part in missing.subtracting(round.dropped).sorted() {
      round.skipped.append(
        Run.Skipped(part: part, reason: "the other side of the comparison could not measure it"))
    }
    return round
  }

  private mutating func change(_ arm: Interleaving.Arm, _ body: (inout Round) -> Void) {
    var round = rounds[arm] ?? Round(order: order)
    body(&round)
    rounds[arm] = round
  }
}

extension RunPair {
  /// Adds a pair of judged rounds; when one of them does not count, neither does its partner.
  ///
  /// - Returns: whether the pair counts.
  mutating func merge(
    _ rounds: RoundPair, first: Interleaving.Arm, block: Int, attempt: Int
  ) -> Bool {
    let arms: [Interleaving.Arm] = [.base, .candidate]
    let invalid = arms.filter { self[$0].judge(rounds.round(of: $0)).verdict == .invalid }
    for arm in arms {
      let objection =
        invalid == [arm.other] ? "its partner, block \(block) of \(self[arm.other].id), does not count" : nil
      self[arm].merge(
        rounds.round(of: arm), block: block, attempt: attempt, seconds: rounds.seconds[arm] ?? 0,
        objection: objection)
      self[arm].plan.interleaved?.order += first.rawValue + first.other.rawValue
    }
    return invalid.isEmpty
  }
}
