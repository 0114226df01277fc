internal import Glibc
internal import Statistics

/// What is known of the candidates so far, and who stays.
struct SweepTally<Candidate: Sendable> {
  var entries: [SweepEntry<Candidate>]
  let serviceLevel: ServiceLevel?

  init(_ candidates: [Candidate], _ serviceLevel: ServiceLevel?) {
    entries = candidates.map { SweepEntry(candidate: $0) }
    self.serviceLevel = serviceLevel
  }

  /// The indices of those that are still in.
  var staying: [Int] { entries.indices.filter { entries[$0].fate == .stayed } }

  private let weighed = MigrationFigures.Figure.weighed

  /// Drops those that are certainly beaten or certainly break the service level.
  mutating func drop() {
    for index in staying {
      guard let verdict = serviceLevel?.verdict(on: entries[index].samples) else { continue }
      entries[index].verdict = verdict
      if verdict.verdict == .fail { entries[index].fate = .broke(verdict.text) }
    }
    let rest = staying
    let standings = ParetoSet.standings(rest.map { medians($0) }, within: rest.map { ranges($0) })
    for (index, standing) in zip(rest, standings) {
      if case .beaten(let by) = standing { entries[index].fate = .beaten(by: rest[by]) }
    }
  }

  /// Of those that stay the better half, and those on the front.
  mutating func halve() {
    let rest = staying
    let ranked = ranking(of: rest)
    let front = ParetoSet.indices(of: rest.map { medians($0) }).map { rest[$0] }
    let kept = Set(ranked.prefix((rest.count + 1) / 2) + (rest.count > front.count ? front : []))
    for index in rest where !kept.contains(index) { entries[index].fate = .outranked }
  }

  /// What came of it.
  func result(spent: Int) -> SweepResult<Candidate> {
    let ran = entries.indices.filter { !entries[$0].samples.isEmpty && medians($0).allSatisfy(\.isFinite) }
    let front = ParetoSet.indices(of: ran.map { medians($0) }).map { ran[$0] }
    return SweepResult(entries: entries, front: front, ranking: ranking(of: ran), spent: spent)
  }

  /// From the best on. Whoever stayed longer comes first: it was measured better.
  private func ranking(of indices: [Int]) -> [Int] {
    let lost = losses(of: indices)
    func order(_ index: Int) -> (Int, Int, Double, Int) {
      let entry = entries[index]
      let verdict: Int =
        switch entry.verdict?.verdict {
        case .pass, nil: 0
        case .inconclusive: 1
        case .fail: 2
        }
      return (verdict, -entry.samples.count, lost[index] ?? .infinity, index)
    }
    return indices.sorted { order($0) < order($1) }
  }

  /// What each loses: the smaller the better.
  private func losses(of indices: [Int]) -> [Int: Double] {
    if let serviceLevel, !serviceLevel.bounds.isEmpty {
      return Dictionary(
        uniqueKeysWithValues: indices.map { index in
          let parts = serviceLevel.bounds.map {
            (entries[index].median(of: $0.figure) ?? .infinity) / $0.limit
          }
          return (index, parts.max() ?? .infinity)
        })
    }
    let best = weighed.map { figure in
      // Less than a nanosecond is none: it would make all others equally bad.
      max(indices.compactMap { entries[$0].median(of: figure) }.min() ?? 1, 1e-9)
    }
    return Dictionary(
      uniqueKeysWithValues: indices.map { index in
        (index, zip(medians(index), best).reduce(0) { $0 + log(max($1.0, 1e-9) / $1.1) })
      })
  }

  private func medians(_ index: Int) -> [Double] {
    weighed.map { entries[index].median(of: $0) ?? .infinity }
  }

  private func ranges(_ index: Int) -> [ClosedRange<Double>] {
    weighed.map { entries[index].range(of: $0) }
  }
}
