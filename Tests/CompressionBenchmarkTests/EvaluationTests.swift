import Experiment
import Platform
import Testing

@testable import CompressionBenchmark

@Suite struct EvaluationTests {
  private static let lz4 = CodecFigure(
    CodecSetting(.lz4, 1), ratio: 2, compressLatency: 7e-6, decompressLatency: 2e-6)
  private static let lz4hc = CodecFigure(
    CodecSetting(.lz4hc, 9), ratio: 2.4, compressLatency: 60e-6, decompressLatency: 2e-6)
  private static let zstd1 = CodecFigure(
    CodecSetting(.zstd, 1), ratio: 4, compressLatency: 20e-6, decompressLatency: 7e-6)
  private static let zstd19 = CodecFigure(
    CodecSetting(.zstd, 19), ratio: 5, compressLatency: 900e-6, decompressLatency: 30e-6)
  private static let all = [zstd19, lz4hc, zstd1, lz4]

  @Test func onlyUnbeatenCodecsAreOnTheFront() {
    #expect(ParetoFront.of(Self.all) { $0.compressLatency } == [Self.lz4, Self.zstd1, Self.zstd19])
    #expect(ParetoFront.of(Self.all) { $0.decompressLatency } == [Self.lz4hc, Self.zstd1, Self.zstd19])
    #expect(ParetoFront.of([Self.lz4, Self.lz4]) { $0.compressLatency }.count == 2)
    #expect(ParetoFront.of([]) { $0.compressLatency }.isEmpty)
  }

  @Test(arguments: [(4.0, 0.0, 1.0), (4.0, 1.0, 4.0), (2.0, 0.5, 4.0 / 3), (0.5, 1.0, 0.5)])
  func effectiveMemory(ratio: Double, cold: Double, factor: Double) {
    #expect(abs(EffectiveMemory.factor(ratio: ratio, coldShare: cold) - factor) < 1e-12)
    #expect(
      abs(EffectiveMemory.gained(bytes: 100, ratio: ratio, coldShare: cold) - 100 * (factor - 1)) < 1e-9)
  }

  @Test func eachTierTakesWhatSavesMostInItsTime() {
    #expect(TierTable.of(Self.all).map(\.choice) == [Self.lz4hc, Self.zstd1, Self.zstd19])
    var useless = Self.lz4
    useless.ratio = 1
    #expect(TierTable.of([useless]).map(\.choice) == [nil, nil, nil])
    #expect(TierTable.of([Self.zstd19]).map(\.choice) == [nil, nil, Self.zstd19])
  }

  @Test(
    arguments: [
      ("zstd-1: 85 % at 12 µs", CompressionClaim(CodecSetting(.zstd, 1), saving: 0.85, latency: 12e-6)),
      ("zstd-3:92%at28us", CompressionClaim(CodecSetting(.zstd, 3), saving: 0.92, latency: 28e-6)),
      ("lz4-1: 60%", CompressionClaim(CodecSetting(.lz4, 1), saving: 0.6, latency: nil)),
    ])
  func claimsAreRead(text: String, claim: CompressionClaim) throws {
    let read = try #require(CompressionClaim(text))
    #expect(read.setting == claim.setting && read.saving == claim.saving)
    #expect(abs((read.latency ?? 0) - (claim.latency ?? 0)) < 1e-12)
  }

  @Test(arguments: [
    "", "zstd-1", "zstd-1: 85", "zstd-99: 85 %", "zstd-1: 100 %", "zstd-1: 85 % in 12 µs",
    "zstd-1: 5 % at 12",
  ])
  func otherTextsAreNoClaims(text: String) { #expect(CompressionClaim(text) == nil) }

  @Test func aClaimIsSetBesideWhatWasMeasured() throws {
    let claims = ["zstd-1: 85 % at 10 µs", "zstd-3: 92 % at 28 µs"].compactMap(CompressionClaim.init)
    let outcomes = CompressionClaim.weigh(claims, against: Self.all)
    #expect(abs(try #require(outcomes[0].savingDifference) + 0.1) < 1e-12)
    #expect(abs(try #require(outcomes[0].compressFactor) - 2) < 1e-9)
    #expect(abs(try #require(outcomes[0].decompressFactor) - 0.7) < 1e-9)
    #expect(
      outcomes[1].measured == nil && outcomes[1].savingDifference == nil && outcomes[1].compressFactor == nil)
  }
}
