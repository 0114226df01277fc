internal import Experiment

extension RunReading {
  /// What the marks and columns mean; only those that occur.
  var meanings: [(mark: String, meaning: String)] {
    guard !estimates.isEmpty else { return [] }
    var meanings = [("n", "samples that count, each from a fresh process")]
    let counts = Set(estimates.filter(\.isResult).map(\.count))
    if counts.contains(where: { $0 >= Estimate.fewestForInterval }) {
      meanings.append(("interval", "95 % bootstrap interval of the median"))
    }
    if let few = counts.filter({ $0 < Estimate.fewestForInterval }).min() {
      let share = Units.percent(Estimate.coverage(few))
      meanings.append(
        (
          "range",
          "of the samples: with \(few) of them it holds the true median in \(share) of all runs; an interval needs \(Estimate.fewestForInterval)"
        ))
    }
    if estimates.contains(where: { !$0.spreadText.isEmpty }) {
      meanings.append(("spread", "standard deviation over mean"))
    }
    if estimates.contains(where: { $0.suspectCount > 0 }) {
      meanings.append(("~", "some samples come from suspect blocks: disturbed, but within the limits"))
    }
    if estimates.contains(where: { !$0.modes.isEmpty }) {
      meanings.append(
        ("≠", "several modes: the samples fall into groups; each is shown with its count, none is averaged"))
    }
    if estimates.contains(where: \.isOtherDepth) { meanings.append(("†", AIOFigure.otherDepth)) }
    if estimates.contains(where: { !$0.isResult }) {
      meanings.append(("!", "fewer than three valid samples: not a result"))
    }
    let ids = Set(estimates.map(\.metric.id))
    meanings += LiveMigrationWords.meanings.filter { ids.contains($0.id) }.map { ($0.name, $0.meaning) }
    return meanings
  }
}
