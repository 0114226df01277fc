import Comparison
import Experiment
import Testing

struct DesignTests {
  private func runs(_ factor: Double, drift: Double = 0, seeds: (UInt64, UInt64) = (1, 2)) -> (Run, Run) {
    func drifting(_ values: [Double], from start: Int) -> [Double] {
      values.enumerated().map { $1 * (1 + drift * Double(start + $0)) }
    }
    return (
      run("a", [metric(drifting(noisy(30, around: 100, seed: seeds.0), from: 0))]),
      run("b", [metric(drifting(noisy(30, around: 100 * factor, seed: seeds.1), from: 30))])
    )
  }

  @Test("two Runs are in turns when each names the other, in the same order, base and candidate")
  func recognised() {
    let (base, candidate) = runs(1)
    let sides = interleaved(base, candidate)
    #expect(Comparison(base: sides.base, candidate: sides.candidate).design == .interleaved)
    #expect(Comparison(base: base, candidate: candidate).design == .separate)
    #expect(Comparison(base: sides.base, candidate: candidate).design == .separate)
    // The other way round it is not the base that was to be compared with.
    #expect(Comparison(base: sides.candidate, candidate: sides.base).design == .separate)
    var other = sides.candidate
    other.plan.interleaved?.order = "AB"
    #expect(Comparison(base: sides.base, candidate: other).design == .separate)
    other = sides.candidate
    other.plan.interleaved?.with = "c"
    #expect(Comparison(base: sides.base, candidate: other).design == .separate)
  }

  @Test("Runs one after the other say so, and need a larger change")
  func separate() throws {
    let (base, candidate) = runs(0.9)
    let comparison = Comparison(base: base, candidate: candidate)
    #expect(comparison.verdict == .worse)
    #expect(comparison.warnings.map(\.code) == ["comparison.separate"])
    let (_, small) = runs(0.985)
    let sides = interleaved(base, small)
    #expect(Comparison(base: sides.base, candidate: sides.candidate).verdict == .worse)
    let apart = Comparison(base: base, candidate: small)
    #expect(apart.verdict == .inconclusive)
    let least = try #require(apart.metrics[0].minimumDetectableEffect)
    #expect(least > 0.015 && least < 0.05)
  }

  @Test("a steady drift over both Runs is no change")
  func drift() {
    let (base, candidate) = runs(1, drift: 0.001)
    #expect(Comparison(base: base, candidate: candidate).verdict == .inconclusive)
    // Paired by block as if they had been in turns, it would be.
    let sides = interleaved(base, candidate)
    #expect(Comparison(base: sides.base, candidate: sides.candidate).verdict == .better)
  }

  @Test("several baseline Runs tell what time does: a change within it is none")
  func baselines() throws {
    let levels = [100.0, 103, 98.5, 101]
    let bases = levels.enumerated().map { index, level in
      run("base\(index)", [metric(noisy(30, around: level, seed: UInt64(index) + 50, deviation: 0.003))])
    }
    let within = run("c", [metric(noisy(30, around: 97, seed: 90, deviation: 0.003))])
    #expect(Comparison(base: bases[0], candidate: within).verdict == .worse)
    let wiser = try #require(Comparison(bases: bases, candidate: within))
    #expect(wiser.verdict == .inconclusive && wiser.moreBases.map(\.id) == ["base1", "base2", "base3"])
    #expect(wiser.warnings == [])
    let figures = try #require(wiser.metrics[0].base)
    #expect(figures.samples == 120 && figures.values[30].run == 1 && figures.values[30].block == 0)
    let far = run("d", [metric(noisy(30, around: 80, seed: 91, deviation: 0.003))])
    #expect(Comparison(bases: bases, candidate: far)?.verdict == .worse)
  }

  @Test("of CPUs that the host placed differently a change cannot be told; in turns it can")
  func placement() throws {
    func placed(_ run: Run, _ seconds: Double) -> Run {
      var run = run
      for index in run.metrics[0].samples.indices {
        run.metrics[0].samples[index].noise.placement = [seconds * (1 + 0.01 * Double(index % 3))]
      }
      return run
    }
    let (base, candidate) = runs(0.6)
    let moved = Comparison(base: placed(base, 30e-9), candidate: placed(candidate, 112e-9))
    #expect(moved.verdict == .inconclusive && moved.metrics[0].blocksToDecide == nil)
    #expect(
      moved.metrics[0].reason.hasSuffix(
        "; but the host placed the CPUs in use differently: a cache line took 30 ns before, 113 ns now"))
    #expect(Comparison(base: placed(base, 30e-9), candidate: placed(candidate, 31e-9)).verdict == .worse)
    let sides = interleaved(placed(base, 30e-9), placed(candidate, 112e-9))
    #expect(Comparison(base: sides.base, candidate: sides.candidate).verdict == .worse)
  }

  @Test("a baseline whose Runs are not of one machine is incomparable")
  func mixed() throws {
    let (base, candidate) = runs(1)
    let other = run("x", base.metrics) { $0.host.mustMatch["cpu_model"] = "Xeon" }
    let comparison = try #require(Comparison(bases: [base, other], candidate: candidate))
    #expect(comparison.reason == "the baseline's Run 2: cpu_model must be the same: EPYC before, Xeon now")
    let lacking = try #require(Comparison(bases: [base, run("y", [])], candidate: candidate))
    #expect(lacking.metrics[0].reason == "the baseline's Run 2 of 2 does not have it")
  }
}
