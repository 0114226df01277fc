import Experiment
import Testing

@Suite("Block judge: limits and reasons")
struct BlockJudgeTests {
  /// One limit of the judge: how to set what it looks at, and what it says.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var limit: NoiseLimits.Limit
    var noise: @Sendable (Double) -> Noise
    var text: String

    init(
      _ name: String, _ limit: KeyPath<NoiseLimits, NoiseLimits.Limit>, _ text: String,
      _ set: @escaping @Sendable (inout Noise, Double) -> Void
    ) {
      testDescription = name
      self.limit = NoiseLimits.standard[keyPath: limit]
      self.text = text
      noise = { value in
        var noise = Noise()
        set(&noise, value)
        return noise
      }
    }
  }

  static let shares = [
    Case("steal", \.stealShare, "stolen by the hypervisor") { $0.stealShare = $1 },
    Case("other use", \.otherUseShare, "of the CPUs used by others") { $0.otherUseShare = $1 },
    Case("I/O pressure", \.ioPressure, "of the time under I/O pressure") { $0.ioPressure = $1 },
    Case("memory pressure", \.memoryPressure, "of the time under memory pressure") { $0.memoryPressure = $1 },
    Case("gaps", \.gapShare, "of the CPU time lost in gaps") { $0.gapShare = $1 },
  ]

  private let judge = BlockJudge(limits: .standard)

  private func verdict(_ noise: Noise) -> Block.Verdict { judge.judge([("p", noise)]).verdict }

  @Test("Below and at a limit counts as under it, above as over it", arguments: shares)
  func share(_ item: Case) {
    #expect(verdict(item.noise(0)) == .valid)
    #expect(verdict(item.noise(item.limit.suspect.nextDown)) == .valid)
    #expect(verdict(item.noise(item.limit.suspect)) == .valid)
    #expect(verdict(item.noise(item.limit.suspect.nextUp)) == .suspect)
    #expect(verdict(item.noise(item.limit.invalid)) == .suspect)
    #expect(verdict(item.noise(item.limit.invalid.nextUp)) == .invalid)
    #expect(verdict(item.noise(1)) == .invalid)
  }

  @Test("A reason names the part, what was seen and the limit that it passed", arguments: shares)
  func reason(_ item: Case) {
    let invalid = Int((item.limit.invalid * 100).rounded())
    #expect(judge.judge([("p", item.noise(0.5))]).reasons == ["p: 50 % \(item.text) (limit \(invalid) %)"])
    let suspect = Int((item.limit.suspect * 100).rounded())
    #expect(
      judge.judge([("p", item.noise(item.limit.suspect + 0.005))]).reasons == [
        "p: \(suspect).5 % \(item.text) (limit \(suspect) %)"
      ])
  }

  @Test("Involuntary switches count by the second of the window")
  func switchRate() {
    func noise(_ switches: Int?, _ window: Double?) -> Noise {
      var noise = Noise()
      noise.involuntarySwitches = switches
      noise.window = window
      return noise
    }
    #expect(verdict(noise(50, 0.5)) == .valid)
    #expect(verdict(noise(51, 0.5)) == .suspect)
    #expect(verdict(noise(500, 0.5)) == .suspect)
    #expect(verdict(noise(501, 0.5)) == .invalid)
    #expect(
      judge.judge([("p", noise(75, 0.5))]).reasons == ["p: 150 involuntary switches a second (limit 100)"])
    #expect(
      judge.judge([("p", noise(600, 0.5))]).reasons == ["p: 1200 involuntary switches a second (limit 1000)"])
    #expect(verdict(noise(9_999, nil)) == .valid)
    #expect(verdict(noise(9_999, 0)) == .valid)
    #expect(verdict(noise(nil, 1)) == .valid)
  }

  @Test("The CPU's speed may drift either way")
  func frequencyDrift() {
    func noise(_ before: Double?, _ after: Double?) -> Noise {
      var noise = Noise()
      noise.spinBefore = before
      noise.spinAfter = after
      return noise
    }
    #expect(verdict(noise(1, 1.04)) == .valid)
    #expect(verdict(noise(1, 1.06)) == .suspect)
    #expect(verdict(noise(1, 0.94)) == .suspect)
    #expect(verdict(noise(1, 1.25)) == .invalid)
    #expect(verdict(noise(1, 0.75)) == .invalid)
    #expect(judge.judge([("p", noise(1, 0.75))]).reasons == ["p: 25 % change of CPU speed (limit 20 %)"])
    #expect(verdict(noise(nil, 1)) == .valid)
    #expect(verdict(noise(1, nil)) == .valid)
    #expect(verdict(noise(0, 1)) == .valid)
  }

  @Test("What is unknown neither condemns nor clears")
  func unknown() {
    #expect(verdict(Noise()) == .valid)
    #expect(judge.judge([]).verdict == .valid)
    let (verdict, reasons) = judge.judge([
      ("quiet", Noise()), ("loud", ScriptedExecutor.loud), ("last", Noise()),
    ])
    #expect(verdict == .invalid)
    #expect(reasons == ["loud: 50 % stolen by the hypervisor (limit 5 %)"])
  }

  @Test("The worst part decides; its reasons come first, then the others, each in the order of the parts")
  func worstDecides() {
    var suspect = Noise()
    suspect.stealShare = 0.02
    suspect.ioPressure = 0.1
    let (verdict, reasons) = judge.judge([("a", suspect), ("b", ScriptedExecutor.loud), ("c", suspect)])
    #expect(verdict == .invalid)
    #expect(
      reasons == [
        "b: 50 % stolen by the hypervisor (limit 5 %)", "a: 2 % stolen by the hypervisor (limit 1 %)",
        "a: 10 % of the time under I/O pressure (limit 5 %)", "c: 2 % stolen by the hypervisor (limit 1 %)",
        "c: 10 % of the time under I/O pressure (limit 5 %)",
      ])
  }

  @Test("Limits of one's own are obeyed")
  func ownLimits() {
    var limits = NoiseLimits.standard
    limits.stealShare = NoiseLimits.Limit(suspect: 0.6, invalid: 0.8)
    #expect(BlockJudge(limits: limits).judge([("p", ScriptedExecutor.loud)]).verdict == .valid)
  }
}
