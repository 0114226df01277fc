import Statistics
import Testing

@testable import Reporting

/// The reckoning behind the advice on compression, without a Run.
struct CompressionEvaluationTests {
  private static func candidate(_ gain: Double, _ cost: Double, gainBy: Double = 0, costBy: Double = 0)
    -> ParetoFront.Candidate
  {
    .init(
      gain: gain, gainRange: gain - gainBy...gain + gainBy, cost: cost,
      costRange: cost - costBy...cost + costBy)
  }

  @Test("On the front is what no other beats in both")
  func front() {
    let standings = ParetoFront.standings([
      Self.candidate(1, 1), Self.candidate(3, 5), Self.candidate(2, 6), Self.candidate(4, 9),
      Self.candidate(0.9, 1),
    ])
    #expect(standings == [.unbeaten, .unbeaten, .beaten(by: 1), .unbeaten, .beaten(by: 0)])
    #expect(ParetoFront.standings([]) == [] && ParetoFront.standings([Self.candidate(1, 1)]) == [.unbeaten])
  }

  @Test("Where intervals overlap nothing is beaten")
  func overlap() {
    let fast = Self.candidate(3, 5, costBy: 1)
    #expect(ParetoFront.standings([fast, Self.candidate(2, 5.5, costBy: 1)]) == [.unbeaten, .unclear])
    #expect(ParetoFront.standings([fast, Self.candidate(2, 8, costBy: 1)]) == [.unbeaten, .beaten(by: 0)])
    #expect(
      ParetoFront.standings([Self.candidate(3, 5, gainBy: 0.4), Self.candidate(2.5, 9, gainBy: 0.4)])
        == [.unbeaten, .unclear])
  }

  @Test("Alike in one is enough to beat in the other, alike in both is not")
  func ties() {
    #expect(
      ParetoFront.standings([Self.candidate(3, 5), Self.candidate(3, 6)]) == [.unbeaten, .beaten(by: 0)])
    #expect(ParetoFront.standings([Self.candidate(3, 5), Self.candidate(3, 5)]) == [.unbeaten, .unbeaten])
  }

  @Test("Of several winners the one with most gain is named")
  func winner() {
    #expect(
      ParetoFront.standings([Self.candidate(3, 4), Self.candidate(4, 4.5), Self.candidate(2, 5)])
        == [.unbeaten, .unbeaten, .beaten(by: 1)])
  }

  @Test(
    "Effective memory",
    arguments: [
      (0.0, 3.0, 1.0), (0.5, 1, 1), (0.5, 2, 4.0 / 3), (0.3, 3, 1.25), (1, 4, 4), (0.5, 0.5, 2.0 / 3),
    ] as [(Double, Double, Double)])
  func effectiveMemory(coldShare: Double, ratio: Double, factor: Double) {
    let found = EffectiveMemoryReading.factor(coldShare: coldShare, ratio: ratio)
    #expect((found - factor).magnitude < 1e-12)
  }

  @Test("A stream is as fast as its slowest stage")
  func stream() {
    let stream = CompressionStream(throughput: 600e6, ratio: 3)
    #expect(stream.gain(link: 100e6) == 3 && stream.gain(link: 200e6) == 3)
    #expect(stream.gain(link: 300e6) == 2)
    #expect(stream.gain(link: 600e6) == 1 && stream.gain(link: 1200e6) == 0.5)
    #expect(stream.fullGainLink == 200e6)
    #expect(CompressionStream(throughput: 600e6, ratio: 0.9).gain(link: 1e6) == 0.9)
    // The same from the times: size 1, pipeline of compressing and sending.
    for link in [50e6, 250e6, 900e6] {
      let with = max(1 / stream.throughput, 1 / (stream.ratio * link))
      let difference: Double = stream.gain(link: link) - 1 / link / with
      #expect(difference.magnitude < 1e-9)
    }
  }

  @Test("A claim holds where the whole interval is as good, rounded as the claim is")
  func claims() {
    let claim = CompressionClaim(codec: "zstd", level: "1", block: "4k", saving: 0.85, seconds: 12e-6)
    #expect(claim.judge(saving: 0.85...0.86) == .holds && claim.judge(saving: 0.846...0.846) == .holds)
    #expect(claim.judge(saving: 0.84...0.86) == .undecided)
    #expect(claim.judge(saving: 0.6...0.84) == .doesNotHold && claim.judge(saving: nil) == .notMeasured)
    #expect(claim.judge(seconds: 3e-6...12.4e-6) == .holds)
    #expect(claim.judge(seconds: 11e-6...13e-6) == .undecided)
    #expect(claim.judge(seconds: 12.6e-6...13e-6) == .doesNotHold)
    #expect(claim.judge(seconds: nil) == .notMeasured)
    #expect(claim.name == "zstd 1" && claim.text == "85 % in 12 µs")
  }

  @Test("A claim of several parts is as good as its worst")
  func together() {
    #expect(CompressionClaim.together([.holds, .holds]) == .holds)
    #expect(CompressionClaim.together([.holds, .undecided]) == .undecided)
    #expect(CompressionClaim.together([.notMeasured, .undecided]) == .notMeasured)
    #expect(CompressionClaim.together([.notMeasured, .doesNotHold]) == .doesNotHold)
  }

  @Test(
    "Codecs by name",
    arguments: [
      ("memcpy", "0", false, "memcpy"), ("memcpy", nil, false, "memcpy"), ("lz4", "1", false, "lz4"),
      ("lz4", "8", false, "lz4 fast 8"), ("lz4hc", "9", false, "lz4hc 9"), ("zstd", "-5", false, "zstd −5"),
      ("zstd", "−5", false, "zstd −5"), ("zstd", "3", true, "zstd 3 + dictionary"),
      ("zram-lzo-rle", "default", false, "zram-lzo-rle"), ("later", "best", false, "later best"),
    ] as [(String, String?, Bool, String)])
  func names(codec: String, level: String?, hasDictionary: Bool, name: String) {
    #expect(CompressionWords.name(codec: codec, level: level, hasDictionary: hasDictionary) == name)
  }
}
