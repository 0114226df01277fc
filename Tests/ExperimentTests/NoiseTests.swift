@testable import Experiment
import FoundationEssentials
import Testing

@Suite("Noise: document form")
struct NoiseTests {
  static let names = [
    "window", "placement", "steal_share", "other_use_share", "involuntary_switches", "cpu_pressure",
    "io_pressure",
    "memory_pressure", "gap_share", "longest_gap", "spin_before", "spin_after", "run_queue",
  ]

  @Test("Every unknown field is an explicit null")
  func explicitNulls() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(Noise()), as: UTF8.self)
    #expect(text == "{" + Self.names.sorted().map { "\"\($0)\":null" }.joined(separator: ",") + "}")
  }

  @Test("Known and unknown fields survive a round trip; zero stays zero")
  func roundTrip() throws {
    var noise = Noise()
    noise.window = 0.5
    noise.stealShare = 0
    noise.involuntarySwitches = 3
    noise.placement = [5e-8, 7e-8]
    noise.longestGap = 1e-5
    let decoded = try JSONDecoder().decode(Noise.self, from: try JSONEncoder().encode(noise))
    #expect(decoded == noise)
    #expect(decoded.stealShare == 0)
    #expect(decoded.otherUseShare == nil)
    #expect(try JSONDecoder().decode(Noise.self, from: try JSONEncoder().encode(Noise())) == Noise())
  }

  @Test("The drift of the CPU's speed is relative to the spin before the window")
  func drift() throws {
    var noise = Noise()
    noise.spinBefore = 2
    noise.spinAfter = 3
    #expect(noise.frequencyDrift == 0.5)
    noise.spinBefore = 0
    #expect(noise.frequencyDrift == nil)
  }

  @Test("What is caused by design is left unknown, and nothing else", arguments: Noise.Disturbance.allCases)
  func leftOut(disturbance: Noise.Disturbance) {
    var noise = Noise()
    (noise.stealShare, noise.otherUseShare, noise.involuntarySwitches) = (0.1, 0.2, 3)
    (noise.gapShare, noise.longestGap, noise.ioPressure) = (0.4, 0.5, 0.6)
    noise.memoryPressure = 0.7
    (noise.spinBefore, noise.spinAfter) = (1e-3, 1.1e-3)
    noise.leaveOut([disturbance])
    #expect((noise.frequencyDrift == nil) == (disturbance == .speed))
    #expect((noise.stealShare == nil) == (disturbance == .steal))
    #expect((noise.otherUseShare == nil) == (disturbance == .otherUse))
    #expect((noise.involuntarySwitches == nil) == (disturbance == .switches))
    #expect((noise.gapShare == nil) == (disturbance == .gaps))
    #expect((noise.longestGap == nil) == (disturbance == .gaps))
    #expect((noise.ioPressure == nil) == (disturbance == .ioPressure))
    #expect(noise.memoryPressure == 0.7)
  }
}
