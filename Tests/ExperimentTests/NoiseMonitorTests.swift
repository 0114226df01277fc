import Experiment
import Platform
import Testing

@Suite("Noise monitor on this machine")
struct NoiseMonitorTests {
  @Test("A window on one CPU is longer than nothing, probed, and has no neighbours to place")
  func oneCPU() throws {
    let cpu = try #require(Affinity.current().first)
    let start = Clock.now()
    let monitor = NoiseMonitor.begin(cpus: [cpu])
    let noise = monitor.end()
    let elapsed = Clock.seconds(from: start, to: Clock.now())
    let window = try #require(noise.window)
    #expect(window > 0 && window < elapsed)
    #expect(try #require(noise.spinBefore) > 0)
    #expect(try #require(noise.spinAfter) > 0)
    #expect((0...1).contains(try #require(noise.gapShare)))
    #expect(try #require(noise.longestGap) >= 0)
    #expect(noise.placement == [])
    #expect(try #require(noise.involuntarySwitches) >= 0)
    for share in [
      noise.stealShare, noise.otherUseShare, noise.cpuPressure, noise.ioPressure, noise.memoryPressure,
    ] {
      if let share { #expect((0...1).contains(share)) }
    }
  }

  @Test("CPUs that cannot be probed or are not listed leave their fields unknown")
  func absentCPU() throws {
    let noise = NoiseMonitor.begin(cpus: [CPUSet.largestNumber - 1]).end()
    #expect(noise.window != nil)
    #expect(noise.spinBefore == nil)
    #expect(noise.spinAfter == nil)
    #expect(noise.gapShare == nil)
    #expect(noise.longestGap == nil)
    #expect(noise.stealShare == nil)
    #expect(noise.otherUseShare == nil)
  }

  @Test("Neighbours that cannot be probed have an unknown placement")
  func absentNeighbours() {
    let noise = NoiseMonitor.begin(cpus: [CPUSet.largestNumber - 2, CPUSet.largestNumber - 1]).end()
    #expect(noise.placement == nil)
  }
}
