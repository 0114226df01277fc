import Comparison
import Experiment
import Testing

struct BadInputTests {
  private let quiet = noisy(12, around: 100, seed: 1)

  private func judged(_ base: [Metric], _ candidate: [Metric]) -> Comparison {
    let sides = interleaved(run("a", base), run("b", candidate))
    return Comparison(base: sides.base, candidate: sides.candidate)
  }

  @Test("other units, or another direction, cannot be compared")
  func units() throws {
    let units = judged([metric(quiet)], [metric(quiet, unit: "op/s")])
    #expect(units.verdict == .incomparable && units.verdict.exitCode == 5)
    #expect(try #require(units.metrics.first).reason == "the base is in B/s, the candidate in op/s")
    #expect(judged([metric(quiet)], [metric(quiet, better: .lower)]).verdict == .incomparable)
  }

  @Test("a metric that one side lacks is listed, incomparable, and nothing is dropped")
  func missing() throws {
    let other = metric("memory.latency", quiet, unit: "s", better: .lower)
    let gone = judged([metric(quiet), other], [metric(quiet)])
    #expect(gone.metrics.map(\.id) == ["memory.bandwidth", "memory.latency"])
    let latency = try #require(gone.metrics.last)
    #expect(latency.verdict == .incomparable && latency.reason == "the candidate does not have it")
    #expect(latency.base?.samples == 12 && latency.candidate == nil && latency.unit == "s")
    #expect(gone.verdict == .incomparable && gone.reason.contains("memory.latency"))
    let new = judged([metric(quiet)], [metric(quiet), other])
    #expect(try #require(new.metrics.last).reason == "the base does not have it")
    // One that has no vote does not decide.
    let hint = judged([metric(quiet)], [metric(quiet), metric("m.hint", quiet, role: .informational)])
    #expect(hint.verdict == .same && hint.metrics.first?.verdict == .incomparable)
  }

  @Test("a worse metric beside an incomparable one is not hidden, nor is that one")
  func besides() {
    let slow = quiet.map { $0 * 0.8 }
    let both = judged([metric(quiet), metric("m.gone", quiet)], [metric(slow)])
    #expect(both.verdict == .worse && both.reason.hasSuffix("; 1 cannot be judged besides"))
  }

  @Test("one sample tells a ratio and nothing else")
  func one() throws {
    for comparison in [
      judged([metric([100])], [metric([90])]),
      Comparison(base: run("a", [metric([100])]), candidate: run("b", [metric([90])])),
    ] {
      let only = try #require(comparison.metrics.first)
      let ratio = try #require(only.effect).ratio
      #expect(only.verdict == .inconclusive && abs(ratio - 0.9) < 1e-12)
      #expect(only.effect?.lower == nil && only.minimumDetectableEffect == nil && only.blocksToDecide == nil)
      #expect(comparison.verdict.exitCode == 3)
    }
  }

  @Test("without a block that counts there is nothing to judge")
  func noBlock() throws {
    let spoiled = run("b", [metric(quiet, valid: { _ in false })], invalidBlocks: Set(0..<12))
    let comparison = Comparison(base: run("a", [metric(quiet)]), candidate: spoiled)
    #expect(comparison.verdict == .invalid && comparison.verdict.exitCode == 4)
    #expect(comparison.metrics.first?.reason == "of the candidate none of its 12 samples counts")
    #expect(judged([metric(quiet)], [metric([])]).metrics.first?.verdict == .invalid)
    // Blocks that count, but never the same ones.
    let sides = interleaved(
      run("a", [metric(quiet, valid: { $0 < 6 })], invalidBlocks: Set(6..<12)),
      run("b", [metric(quiet, valid: { $0 >= 6 })], invalidBlocks: Set(0..<6)))
    let apart = Comparison(base: sides.base, candidate: sides.candidate)
    #expect(apart.verdict == .invalid && apart.metrics.first?.reason == "no block counts on both sides")
  }

  @Test("equal values on both sides are the same; equal ones on each side, but other ones, have changed")
  func equal() throws {
    let twos = [Double](repeating: 2, count: 10)
    #expect(judged([metric(twos)], [metric(twos)]).verdict == .same)
    let less = judged([metric(twos)], [metric(twos.map { $0 * 0.9 })])
    #expect(less.verdict == .worse)
    #expect(try abs(#require(less.metrics.first?.effect?.ratio) - 0.9) < 1e-12)
    let separate = Comparison(base: run("a", [metric(twos)]), candidate: run("b", [metric(twos)]))
    #expect(separate.verdict == .same)
  }

  @Test("zeros have no logarithm: they are compared as shares of the base's median")
  func zeros() throws {
    let some = [0.02, 0, 0.03, 0.02, 0.01, 0.02, 0.02, 0.03, 0.01, 0.02]
    let shares = judged(
      [metric("m.share", some, unit: "1", better: .lower)],
      [metric("m.share", some.map { $0 + 0.02 }, unit: "1", better: .lower)])
    #expect(shares.verdict == .worse)
    #expect(try abs(#require(shares.metrics.first?.effect?.ratio) - 2) < 1e-9)
    let zeros = [Double](repeating: 0, count: 10)
    let none = judged([metric(zeros)], [metric(zeros)])
    #expect(none.verdict == .same && none.metrics.first?.effect == nil)
    let mostly = judged([metric(zeros)], [metric(some)])
    #expect(mostly.verdict == .inconclusive)
    #expect(mostly.metrics.first?.reason == "the base is mostly 0: no change of it can be told as a share")
  }

  @Test("values below 0 are none of ours")
  func negative() {
    let comparison = judged([metric(quiet)], [metric(quiet.map { -$0 })])
    #expect(comparison.verdict == .invalid)
    #expect(comparison.metrics.first?.reason.hasPrefix("a value of -") == true)
  }

  @Test("a Run in which it was decided afterwards what counts is invalid")
  func edited() {
    let base = run("a", [metric(quiet)])
    let cleared = run("b", [metric(quiet)], invalidBlocks: [3])
    let comparison = Comparison(base: base, candidate: cleared)
    #expect(comparison.verdict == .invalid)
    #expect(
      comparison.reason
        == "b was edited: a sample of memory.bandwidth in block 3, try 0, is marked valid, but the block is not"
    )
    #expect(
      Comparison(base: run("a", [metric(quiet, valid: { $0 != 2 })]), candidate: base).verdict == .invalid)
    #expect(
      Comparison(base: base, candidate: run("b", [metric(quiet)]) { $0.blocks.removeLast() }).verdict
        == .invalid)
  }

  @Test("no metrics, no primary ones, the same Run twice")
  func empty() {
    #expect(Comparison(base: run("a", []), candidate: run("b", [])).verdict == .invalid)
    let hints = judged([metric(quiet, role: .informational)], [metric(quiet, role: .informational)])
    #expect(hints.verdict == .inconclusive && hints.reason == "no primary metric: nothing has a vote")
    let same = run("a", [metric(quiet)])
    #expect(Comparison(base: same, candidate: same).warnings.contains { $0.code == "comparison.same_run" })
    #expect(Comparison(bases: [], candidate: same) == nil)
  }

  @Test("a Run that was broken off is told of")
  func interrupted() {
    let part = run("b", [metric(quiet)]) { $0.status = .interrupted }
    let comparison = Comparison(base: run("a", [metric(quiet)]), candidate: part)
    #expect(comparison.warnings.contains { $0.code == "comparison.incomplete_run" })
  }
}
