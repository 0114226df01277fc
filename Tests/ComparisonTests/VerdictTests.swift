import Comparison
import Testing

struct VerdictTests {
  @Test("the contract's exit codes")
  func exitCodes() {
    let codes: [Verdict: Int32] = [
      .better: 0, .same: 0, .worse: 2, .inconclusive: 3, .invalid: 4, .incomparable: 5,
    ]
    for verdict in Verdict.allCases { #expect(verdict.exitCode == codes[verdict]) }
  }

  @Test("of several verdicts the gravest stands")
  func gravity() {
    #expect(Verdict.gravest(of: [Verdict]()) == nil)
    #expect(Verdict.gravest(of: [.same, .better]) == .better)
    #expect(Verdict.gravest(of: [.same, .inconclusive, .better]) == .inconclusive)
    #expect(Verdict.gravest(of: [.worse, .inconclusive]) == .worse)
    #expect(Verdict.gravest(of: [.inconclusive, .invalid]) == .invalid)
    #expect(Verdict.gravest(of: [.invalid, .incomparable]) == .incomparable)
    #expect(Verdict.gravest(of: Verdict.allCases) == .worse)
  }
}
