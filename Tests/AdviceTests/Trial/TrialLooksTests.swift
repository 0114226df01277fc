import Comparison
import Experiment
import Glibc
import Statistics
import Testing

@testable import Advice

@Suite struct TrialLooksTests {
  private func run(primary: Int) -> Run {
    var run = Run.started("run")
    run.metrics = (0..<primary).map {
      Metric(id: "m", labels: ["index": "\($0)"], unit: "1", better: .higher, role: .primary, samples: [])
    }
    return run
  }

  @Test func oneLookAfterAsManyPairsAsTold() {
    let looks = TrialLooks(once: 12)
    #expect(looks.pairs == 12 && looks.most == 12 && looks.isLast)
    #expect(looks.look == nil)
  }

  @Test(arguments: [1, 2, 4, 8, 20, 40])
  func theFirstLookIsTheFirstThatCanShowAnything(primary: Int) throws {
    let looks = TrialLooks(of: run(primary: primary))
    let first = try #require(looks.ends.first)
    func shows(_ pairs: Int) -> Bool {
      let share = 0.05 * Double(pairs * pairs) / 900
      return 2 * exp2(-Double(pairs)) <= share / Double(primary)
    }
    #expect(first >= TrialLooks.fewest && shows(first))
    #expect(first == TrialLooks.fewest || !shows(first - 1))
    #expect(looks.ends.last == TrialLooks.mostPairs)
    #expect(zip(looks.ends, looks.ends.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func theSharesOfAllLooksAddUpToWhatIsAllowed() {
    var looks = TrialLooks(of: run(primary: 3))
    var sum = 0.0
    for place in looks.ends.indices {
      if let look = looks.look { sum += AlphaSpending.share(of: 0.05, from: look.before, to: look.now) }
      #expect(looks.isLast == (place == looks.ends.count - 1))
      looks.advance()
    }
    #expect(abs(sum - 0.05) < 1e-12)
  }

  @Test func whereNoPairsFollowNothingIsKeptForLater() {
    var looks = TrialLooks(of: run(primary: 1))
    looks.endHere()
    #expect(looks.isLast && looks.look?.now == 1)
  }

  @Test func aRunWithoutPrimaryMetricsHasLooksAsWithOne() {
    #expect(TrialLooks(of: run(primary: 0)) == TrialLooks(of: run(primary: 1)))
  }
}
