internal import Host
internal import Platform

/// The kernel's counters of disturbance at one moment.
public struct KernelCounters {
  /// Clock ticks a second of /proc/stat: USER_HZ, 100 on every Linux architecture that Assay runs on (proc(5)).
  static let ticksPerSecond = 100.0
  /// CPU seconds of a window below which ticks tell nothing: 20 of them, so that one too many or too few is 5 %.
  public static let shortestCapacity = 20 / ticksPerSecond

  var time: UInt64
  /// Seconds that the CPUs were used by anything, and stolen by the hypervisor.
  var busySeconds: Double?
  var stolenSeconds: Double?
  var usage: CurrentProcess.Usage?
  /// Times that measuring threads were put off their CPUs.
  var teamSwitches = 0
  /// Seconds in which some task waited, by resource.
  var cpuPressure: Double?
  var ioPressure: Double?
  var memoryPressure: Double?
  var runnable: Int?

  /// Reads all counters below `root`; what cannot be read is nil.
  static func read(cpus: [Int], root: String = "") -> KernelCounters {
    var counters = KernelCounters(time: Clock.now())
    if let stat = Files.fact("\(root)/proc/stat") {
      (counters.busySeconds, counters.stolenSeconds) = Self.cpuSeconds(stat: stat, cpus: cpus)
    }
    counters.usage = try? CurrentProcess.usage()
    counters.teamSwitches = PinnedTeam.involuntarySwitches
    counters.cpuPressure = pressure(Files.fact("\(root)/proc/pressure/cpu"))
    counters.ioPressure = pressure(Files.fact("\(root)/proc/pressure/io"))
    counters.memoryPressure = pressure(Files.fact("\(root)/proc/pressure/memory"))
    counters.runnable = runnable(Files.fact("\(root)/proc/loadavg"))
    return counters
  }

  /// What happened between two moments, as shares of the time between.
  func noise(since before: KernelCounters, cpuCount: Int) -> Noise {
    var noise = Noise()
    let window = Clock.seconds(from: before.time, to: time)
    noise.window = window
    let capacity = window * Double(cpuCount)
    func share(_ seconds: Double?, of whole: Double) -> Double? {
      // Ticks are coarser than short windows: a difference may come out slightly below 0 or above the whole.
      seconds.map { min(1, max(0, $0 / whole)) }
    }
    if window > 0 {
      noise.cpuPressure = share(difference(\.cpuPressure, before), of: window)
      noise.ioPressure = share(difference(\.ioPressure, before), of: window)
      noise.memoryPressure = share(difference(\.memoryPressure, before), of: window)
    }
    if capacity >= Self.shortestCapacity {
      // Each CPU's counter may be a tick ahead: what is reported is certain, so that a short window is not condemned for
      // the coarseness of its clock.
      let rounding = Double(cpuCount) / Self.ticksPerSecond
      noise.stealShare = share(difference(\.stolenSeconds, before).map { $0 - rounding }, of: capacity)
      if let busy = difference(\.busySeconds, before), let mine = usage, let earlier = before.usage {
        noise.otherUseShare = share(
          busy - (mine.cpuSeconds - earlier.cpuSeconds) - rounding, of: capacity)
      }
    }
    noise.involuntarySwitches = teamSwitches - before.teamSwitches
    if let runnable, let earlier = before.runnable { noise.runQueue = max(runnable, earlier) }
    return noise
  }

  private func difference(_ field: KeyPath<KernelCounters, Double?>, _ before: KernelCounters) -> Double? {
    guard let now = self[keyPath: field], let then = before[keyPath: field] else { return nil }
    return now - then
  }

  /// Busy and stolen seconds of the CPUs together; nil unless every one of them is listed, and
  /// where there is none.
  ///
  /// Columns after the name: user nice system idle iowait irq softirq steal guest guest_nice; the guests' time is
  /// part of user and nice (proc(5)).
  public static func cpuSeconds(stat: String, cpus: [Int]) -> (busy: Double?, stolen: Double?) {
    let wanted = CPUSet(cpus)
    var found = 0
    var busy = 0.0
    var stolen = 0.0
    for line in stat.split(separator: "\n") where line.hasPrefix("cpu") {
      let fields = line.split(separator: " ")
      guard let cpu = Int(fields[0].dropFirst(3)), wanted.contains(cpu) else { continue }
      let ticks = fields.dropFirst().compactMap { Double($0) }
      guard ticks.count >= 8 else { return (nil, nil) }
      busy += ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
      stolen += ticks[7]
      found += 1
    }
    guard found == wanted.count, found > 0 else { return (nil, nil) }
    return (busy / ticksPerSecond, stolen / ticksPerSecond)
  }

  /// Seconds of the line `some … total=<µs>` of a pressure file.
  static func pressure(_ text: String?) -> Double? {
    guard let line = text?.split(separator: "\n").first(where: { $0.hasPrefix("some") }),
      let total = line.split(separator: " ").first(where: { $0.hasPrefix("total=") }),
      let microseconds = Double(total.dropFirst("total=".count))
    else { return nil }
    return microseconds * 1e-6
  }

  /// Runnable tasks of `0.1 0.2 0.3 2/85 1234`, less the one that reads.
  static func runnable(_ text: String?) -> Int? {
    guard let fields = text?.split(separator: " "), fields.count >= 4,
      let count = fields[3].split(separator: "/").first.flatMap({ Int($0) })
    else { return nil }
    return max(0, count - 1)
  }
}
