import Comparison
import Experiment
import Foundation
import Testing

struct ComparisonTests {
  /// 30 pairs of one metric whose candidate is larger by this factor.
  private func compare(
    _ factor: Double, better: Metric.Direction = .higher, pairs: Int = 30,
    rules: ComparisonRules = ComparisonRules()
  ) -> Comparison {
    let before = run("a", [metric(noisy(pairs, around: 100, seed: 1), better: better)])
    let after = run("b", [metric(noisy(pairs, around: 100 * factor, seed: 2), better: better)])
    let sides = interleaved(before, after)
    return Comparison(base: sides.base, candidate: sides.candidate, rules: rules)
  }

  @Test("a change of 5 % is worse or better, by what the metric holds for good")
  func changed() throws {
    #expect(compare(0.95).verdict == .worse)
    #expect(compare(1.05).verdict == .better)
    #expect(compare(0.95, better: .lower).verdict == .better)
    #expect(compare(1.05, better: .lower).verdict == .worse)
    let judged = try #require(compare(0.95).metrics.first)
    let effect = try #require(judged.effect)
    let (lower, upper) = (try #require(effect.lower), try #require(effect.upper))
    #expect(lower < 0.95 && 0.95 < upper)
    #expect(abs(effect.ratio - 0.95) < 0.01 && effect.level == 0.95)
    #expect(try #require(judged.adjustedP) < 1e-6 && judged.p == judged.adjustedP)
    #expect(judged.blocksToDecide == nil)
    #expect(judged.reason.contains("worse"))
  }

  @Test("what does not differ by more than δ is the same, given enough pairs")
  func same() {
    let comparison = compare(1.001)
    #expect(comparison.verdict == .same && comparison.verdict.exitCode == 0)
    #expect(comparison.design == .interleaved && comparison.warnings == [])
    #expect(compare(1.03, rules: ComparisonRules(delta: 0.05)).verdict == .same)
  }

  @Test("few pairs are inconclusive, and say how many would do")
  func inconclusive() throws {
    let judged = try #require(compare(0.97, pairs: 5).metrics.first)
    #expect(judged.verdict == .inconclusive)
    #expect(judged.effect?.lower == nil && judged.effect?.upper == nil)
    #expect(judged.minimumDetectableEffect == nil)
    let more = try #require(judged.blocksToDecide)
    #expect((1...20).contains(more))
    #expect(judged.reason.contains("5 blocks cannot show anything, 6 can"))
    #expect(judged.reason.contains("\(more) more blocks"))
    // As many as it asks for settle it.
    #expect(compare(0.97, pairs: 5 + more).verdict == .worse)
  }

  @Test("exchanging the sides mirrors the verdict, the effect and its interval")
  func mirrored() throws {
    for factor in [0.95, 1, 1.02] {
      let first = [metric(noisy(20, around: 100, seed: 3))]
      let second = [metric(noisy(20, around: 100 * factor, seed: 4))]
      for design in [Design.interleaved, .separate] {
        let judged = [(first, second), (second, first)].map { base, candidate in
          let sides = design == .interleaved ? interleaved(run("a", base), run("b", candidate)) : nil
          return Comparison(
            base: sides?.base ?? run("a", base), candidate: sides?.candidate ?? run("b", candidate))
        }
        let effects = try judged.map { try #require($0.metrics[0].effect) }
        #expect(abs(effects[0].ratio * effects[1].ratio - 1) < 1e-12)
        #expect(try abs(#require(effects[0].lower) * #require(effects[1].upper) - 1) < 1e-12)
        #expect(judged[0].metrics[0].p == judged[1].metrics[0].p)
        let mirror: [Verdict: Verdict] = [.worse: .better, .better: .worse]
        #expect(judged[1].verdict == mirror[judged[0].verdict] ?? judged[0].verdict)
      }
    }
  }

  @Test("Holm's adjustment is over the primary metrics; others get a hint and have no vote")
  func family() throws {
    func metrics(_ seed: UInt64, _ factor: Double) -> [Metric] {
      (0..<4).map { metric("m.p\($0)", noisy(20, around: 50, seed: seed + UInt64($0))) }
        + [metric("m.hint", noisy(20, around: 50 * factor, seed: seed + 9), role: .informational)]
    }
    let sides = interleaved(run("a", metrics(10, 1)), run("b", metrics(30, 0.9)))
    let comparison = Comparison(base: sides.base, candidate: sides.candidate)
    let hint = try #require(comparison.metrics.first { $0.id == "m.hint" })
    #expect(hint.verdict == .worse && hint.adjustedP == nil && hint.p != nil)
    #expect(comparison.verdict != .worse)
    let primary = comparison.metrics.filter { $0.role == .primary }
    let smallest = try #require(primary.compactMap(\.p).min())
    #expect(primary.contains { $0.p == smallest && $0.adjustedP == min(1, 4 * smallest) })
  }

  @Test("a significant change of less than δ is not worse")
  func floor() {
    #expect(compare(0.98, pairs: 60, rules: ComparisonRules(delta: 0.05)).verdict == .same)
    #expect(compare(0.955, pairs: 60, rules: ComparisonRules(delta: 0.05)).verdict == .inconclusive)
  }

  @Test("the same Runs give the same document, to the bit, and it can be read again")
  func document() throws {
    let comparison = compare(0.95)
    let bytes = try comparison.encoded()
    #expect(try compare(0.95).encoded() == bytes)
    #expect(try Comparison.decoded(from: bytes) == comparison)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"schema\" : \"assay.comparison/1\""))
    #expect(text.contains("\"adjusted_p\""))
  }

  @Test("a look that may spend less needs more, and its interval is of a higher level")
  func looks() throws {
    let rules = ComparisonRules(look: ComparisonRules.Look(before: 0, now: 0.5))
    let effect = try #require(compare(0.95, rules: rules).metrics.first?.effect)
    #expect(abs(effect.level - 0.9875) < 1e-12)
    let whole = try #require(compare(0.95).metrics.first?.effect)
    #expect(try #require(effect.upper) > #require(whole.upper))
    #expect(compare(0.9, pairs: 6, rules: rules).verdict == .inconclusive)
    #expect(compare(0.9, pairs: 6).verdict == .worse)
  }

  @Test("values and blocks of both sides are there in the order they were taken")
  func figures() throws {
    let before = run("a", [metric([1, 2, 4, 3], valid: { $0 != 1 })], invalidBlocks: [1])
    let after = run("b", [metric([2, 2, 2, 2])])
    let judged = try #require(Comparison(base: before, candidate: after).metrics.first)
    let base = try #require(judged.base)
    #expect(base.values.map(\.block) == [0, 2, 3] && base.values.map(\.value) == [1, 4, 3])
    #expect(base.samples == 3 && base.invalidSamples == 1 && base.median == 3)
    #expect(abs(try #require(base.spread) - 1.0 / 3) < 1e-12)
    #expect(judged.candidate?.spread == 0)
  }
}
