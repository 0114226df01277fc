import Testing

@testable import Experiment
@testable import Platform

@Suite("Kernel counters: parsing and shares")
struct KernelCountersTests {
  /// CPU 2 is offline. Columns: user nice system idle iowait irq softirq steal guest guest_nice.
  static let stat = """
    cpu  600 0 0 0 0 0 0 0 0 0
    cpu0 100 20 30 4000 50 6 7 80 90 10
    cpu1 200 0 0 4000 0 0 0 40 0 0
    cpu3 300 0 0 4000 0 0 0 0 0 0
    cpu10 1000 0 0 0 0 0 0 500 0 0
    intr 12345 0 0
    ctxt 99
    """

  @Test(
    "Busy is user, nice, system, irq and softirq; stolen stands by itself; ticks are hundredths of a second")
  func cpuSeconds() throws {
    let one = KernelCounters.cpuSeconds(stat: Self.stat, cpus: [0])
    #expect(abs(try #require(one.busy) - 1.63) < 1e-12)
    #expect(abs(try #require(one.stolen) - 0.80) < 1e-12)
    let two = KernelCounters.cpuSeconds(stat: Self.stat, cpus: [0, 1])
    #expect(abs(try #require(two.busy) - 3.63) < 1e-12)
    #expect(abs(try #require(two.stolen) - 1.20) < 1e-12)
    let ten = KernelCounters.cpuSeconds(stat: Self.stat, cpus: [10])
    #expect(ten.busy == 10)
    #expect(ten.stolen == 5)
  }

  @Test("A CPU that is not listed makes the whole unknown", arguments: [[2], [0, 2], [0, 1, 3, 99], []])
  func missingCPU(_ cpus: [Int]) {
    let seconds = KernelCounters.cpuSeconds(stat: Self.stat, cpus: cpus)
    #expect(seconds.busy == nil)
    #expect(seconds.stolen == nil)
  }

  @Test(
    "A line that is too short or has no numbers is unknown",
    arguments: ["cpu0 1 2 3 4 5 6 7", "cpu0", "cpu0 a b c d e f g h", "", "intr 1"])
  func shortLine(_ stat: String) {
    let seconds = KernelCounters.cpuSeconds(stat: stat, cpus: [0])
    #expect(seconds.busy == nil)
    #expect(seconds.stolen == nil)
  }

  @Test("The total of the `some` line of a pressure file, in seconds")
  func pressure() {
    let text = """
      some avg10=0.00 avg60=0.12 avg300=0.05 total=2500000
      full avg10=0.00 avg60=0.00 avg300=0.00 total=7
      """
    #expect(KernelCounters.pressure(text) == 2.5)
    #expect(KernelCounters.pressure("full avg10=0.00 total=7") == nil)
    #expect(KernelCounters.pressure("some avg10=0.00") == nil)
    #expect(KernelCounters.pressure("some total=much") == nil)
    #expect(KernelCounters.pressure("") == nil)
    #expect(KernelCounters.pressure(nil) == nil)
  }

  @Test("Runnable tasks, less the one that reads")
  func runnable() {
    #expect(KernelCounters.runnable("0.10 0.20 0.30 5/85 1234") == 4)
    #expect(KernelCounters.runnable("0.10 0.20 0.30 1/85 1234") == 0)
    #expect(KernelCounters.runnable("0.10 0.20 0.30 0/85 1234") == 0)
    #expect(KernelCounters.runnable("0.10 0.20 0.30") == nil)
    #expect(KernelCounters.runnable("0.10 0.20 0.30 x/85 1234") == nil)
    #expect(KernelCounters.runnable(nil) == nil)
  }

  @Test("Counters below a directory without /proc are unknown, not zero")
  func nothingToRead() {
    let counters = KernelCounters.read(cpus: [0], root: "/nonexistent")
    #expect(counters.time > 0)
    #expect(counters.busySeconds == nil)
    #expect(counters.stolenSeconds == nil)
    #expect(counters.cpuPressure == nil)
    #expect(counters.ioPressure == nil)
    #expect(counters.memoryPressure == nil)
    #expect(counters.runnable == nil)
  }

  /// Counters at `seconds`, all of them known.
  private func counters(
    _ seconds: Double, busy: Double, stolen: Double, own: Double, switches: Int = 0, pressure: Double = 0,
    runnable: Int = 0
  ) -> KernelCounters {
    KernelCounters(
      time: UInt64(seconds * 1e9), busySeconds: busy, stolenSeconds: stolen,
      usage: CurrentProcess.Usage(voluntarySwitches: 0, involuntarySwitches: 99, cpuSeconds: own),
      teamSwitches: switches,
      cpuPressure: pressure, ioPressure: pressure * 2, memoryPressure: pressure * 3, runnable: runnable)
  }

  @Test("Shares are of the window, and of all CPUs in use where CPU time is meant")
  func shares() throws {
    let before = counters(10, busy: 100, stolen: 7, own: 50, switches: 3, pressure: 1, runnable: 4)
    let after = counters(12, busy: 103, stolen: 8, own: 51, switches: 8, pressure: 1.2, runnable: 2)
    let noise = after.noise(since: before, cpuCount: 4)
    func expect(_ value: Double?, _ expected: Double) throws {
      #expect(abs(try #require(value) - expected) < 1e-9)
    }
    try expect(noise.window, 2)
    // A tick a CPU is rounding: 4 hundredths of a second.
    try expect(noise.stealShare, 0.96 / 8)
    try expect(noise.otherUseShare, 1.96 / 8)
    try expect(noise.cpuPressure, 0.1)
    try expect(noise.ioPressure, 0.2)
    try expect(noise.memoryPressure, 0.3)
    #expect(noise.involuntarySwitches == 5)
    #expect(noise.runQueue == 4)
  }

  @Test("Coarse ticks make no share below 0 or above 1")
  func clamping() {
    let before = counters(0, busy: 0, stolen: 0, own: 0, pressure: 0)
    let low = counters(1, busy: 0.5, stolen: -0.01, own: 0.6, pressure: 0).noise(since: before, cpuCount: 1)
    #expect(low.stealShare == 0)
    #expect(low.otherUseShare == 0)
    let high = counters(1, busy: 5, stolen: 1.02, own: 0, pressure: 1.1).noise(since: before, cpuCount: 1)
    #expect(high.stealShare == 1)
    #expect(high.otherUseShare == 1)
    #expect(high.cpuPressure == 1)
  }

  @Test("What one of the two moments does not know stays unknown")
  func unknownStaysUnknown() {
    let known = counters(0, busy: 0, stolen: 0, own: 0)
    let unknown = KernelCounters(time: 1_000_000_000)
    for noise in [
      unknown.noise(since: known, cpuCount: 1),
      counters(1, busy: 1, stolen: 1, own: 1).noise(since: KernelCounters(time: 0), cpuCount: 1),
    ] {
      #expect(noise.window == 1)
      #expect(noise.stealShare == nil)
      #expect(noise.otherUseShare == nil)
      #expect(noise.cpuPressure == nil)
      #expect(noise.ioPressure == nil)
      #expect(noise.memoryPressure == nil)
      #expect(noise.runQueue == nil)
    }
  }

  @Test("A window of no length has no shares")
  func emptyWindow() {
    let moment = counters(1, busy: 1, stolen: 1, own: 1)
    let noise = moment.noise(since: moment, cpuCount: 1)
    #expect(noise.window == 0)
    #expect(noise.stealShare == nil)
    #expect(noise.otherUseShare == nil)
    #expect(noise.cpuPressure == nil)
  }
}
