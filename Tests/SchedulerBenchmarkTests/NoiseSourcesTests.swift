import Experiment
import Host
import Platform
import Testing

@testable import SchedulerBenchmark

@Suite("Sources of noise")
struct NoiseSourcesTests {
  private func counters(
    _ time: UInt64, steal: Int? = nil, local: Int? = nil, softirqs: String? = nil
  ) -> NoiseCounters {
    NoiseCounters(
      time: time,
      stat: steal.map {
        "cpu  1 0 1 9 0 0 0 \($0) 0 0\ncpu0 1 0 1 9 0 0 0 \($0) 0 0\ncpu1 1 0 1 9 0 0 0 0 0 0\n"
      },
      interrupts: local.map {
        "CPU0 CPU1\n 9: 4 \($0) IO-APIC 9-edge disk\nLOC: \($0) 0 Local timer interrupts\n"
      },
      softirqs: softirqs)
  }

  private func values(_ before: NoiseCounters, _ after: NoiseCounters, cpus: [Int] = [0, 1]) -> [String:
    Double]
  {
    let measurements = NoiseSources(before: before, after: after, cpus: cpus).measurements
    return Dictionary(uniqueKeysWithValues: measurements.map { ($0.key.description, $0.value) })
  }

  @Test("Rates are for each CPU and second; stolen time is a share")
  func rates() {
    let before = counters(0, steal: 10, local: 100, softirqs: "CPU0 CPU1\nTIMER: 1 1\nRCU: 5 5\n")
    let after = counters(
      2_000_000_000, steal: 60, local: 500, softirqs: "CPU0 CPU1\nTIMER: 41 1\nRCU: 5 5\n")
    #expect(
      values(before, after) == [
        "scheduler.noise_steal{cpu=all}": 0.125, "scheduler.noise_steal{cpu=0}": 0.25,
        "scheduler.noise_steal{cpu=1}": 0,
        "scheduler.noise_interrupts{cpu=all,source=all}": 200,
        "scheduler.noise_interrupts{cpu=all,source=LOC}": 100,
        "scheduler.noise_interrupts{cpu=all,source=disk}": 100,
        "scheduler.noise_interrupts{cpu=0,source=all}": 200,
        "scheduler.noise_interrupts{cpu=1,source=all}": 200,
        "scheduler.noise_softirqs{kind=TIMER}": 10, "scheduler.noise_softirqs{kind=RCU}": 0,
      ])
  }

  @Test("What the kernel does not tell is absent and not zero")
  func unknown() {
    #expect(values(counters(0), counters(1_000_000_000)).isEmpty)
    // One side only.
    #expect(values(counters(0, steal: 1, local: 1), counters(1_000_000_000)).isEmpty)
    // A CPU that is not listed.
    let names = values(
      counters(0, steal: 1, local: 1), counters(1_000_000_000, steal: 1, local: 1), cpus: [0, 7]
    ).keys.sorted()
    #expect(names == ["scheduler.noise_steal{cpu=0}"])
    // No time between.
    #expect(values(counters(5, steal: 1, local: 1), counters(5, steal: 1, local: 1)).isEmpty)
  }

  @Test("Ticks of 10 ms tell nothing of a short window")
  func shortWindow() {
    let names = values(counters(0, steal: 1), counters(150_000_000, steal: 1)).keys
    #expect(Array(names) == ["scheduler.noise_steal{cpu=all}"])
  }

  @Test("The largest sources are named, at most five; ties by name, silent ones not at all")
  func largest() {
    let counts: [String: UInt64] = ["a": 1, "b": 9, "c": 0, "d": 1, "e": 3, "f": 2, "g": 4]
    #expect(NoiseSources.largest(counts).map(\.source) == ["b", "g", "e", "f", "a"])
    #expect(NoiseSources.largest(["c": 0]).isEmpty)
  }

  @Test("This machine's own tables are understood")
  func live() {
    let counters = NoiseCounters.read(root: .live)
    for text in [counters.interrupts, counters.softirqs] {
      if let text { #expect(InterruptTable(text)?.lines.isEmpty == false) }
    }
    #expect(counters.time > 0)
  }
}
