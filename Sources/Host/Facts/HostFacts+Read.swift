internal import Platform

extension HostFacts {
  /// Reads every fact below a root; what cannot be read is left unknown.
  public static func read(root: HostRoot) -> HostFacts {
    var known = kernel(root)
    known.merge(processor(root)) { first, _ in first }
    known.merge(memory(root)) { first, _ in first }
    known.merge(surroundings(root, cpuFlags: known[.cpuFlags])) { first, _ in first }
    var mitigations: [String: String] = [:]
    let directory = "sys/devices/system/cpu/vulnerabilities"
    for name in root.names(directory) {
      if let text = root.text("\(directory)/\(name)"), !text.isEmpty { mitigations[name] = text }
    }
    return HostFacts(
      known: known, mitigations: mitigations,
      kernelConfiguration: known[.kernel].map { KernelConfiguration.read(root: root, release: $0) } ?? [:])
  }

  // MARK: Kernel

  private static func kernel(_ root: HostRoot) -> [Name: String] {
    let banner = root.text("proc/version")
    let capture = CaptureNote(root: root)
    var facts: [Name: String] = [:]
    facts[.kernel] =
      root.text("proc/sys/kernel/osrelease") ?? release(banner: banner) ?? capture?["OSRelease"]
    facts[.kernelVersion] =
      root.text("proc/sys/kernel/version") ?? version(banner: banner) ?? capture?["OSVersion"]
    facts[.architecture] =
      root.text("proc/sys/kernel/arch") ?? (root.isLive ? compiledArchitecture : capture?["Architecture"])
    facts[.commandLine] = root.text("proc/cmdline")
    facts[.distribution] = distribution(root)
    if root.isLive {
      facts[.initSystem] = root.exists("run/systemd/system") ? "systemd" : root.text("proc/1/comm")
    }
    let clocks = "sys/devices/system/clocksource/clocksource0"
    facts[.clocksource] = root.text("\(clocks)/current_clocksource")
    facts[.clocksources] = root.text("\(clocks)/available_clocksource")
    return facts
  }

  /// `Linux version 6.1.0-13-amd64 (builder@host) (compiler) #1 SMP …`
  private static func release(banner: String?) -> String? {
    guard let words = banner?.split(separator: " "), words.starts(with: ["Linux", "version"]), words.count > 2
    else { return nil }
    return String(words[2])
  }

  private static func version(banner: String?) -> String? {
    guard let banner, let start = banner.firstRange(of: " #") else { return nil }
    return String(banner[banner.index(after: start.lowerBound)...])
  }

  private static var compiledArchitecture: String? {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      nil
    #endif
  }

  private static func distribution(_ root: HostRoot) -> String? {
    guard let text = root.text("etc/os-release") ?? root.text("usr/lib/os-release") else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
      return line.dropFirst(12).filter { $0 != "\"" && $0 != "'" }
    }
    return nil
  }

  // MARK: Processor

  private static func processor(_ root: HostRoot) -> [Name: String] {
    let info = CPUInfo(root: root)
    let cpu = "sys/devices/system/cpu"
    var facts: [Name: String] = [:]
    facts[.cpuModel] = info?.model
    facts[.cpuVendor] = info?.vendor
    facts[.cpuFamily] = info?.family
    facts[.cpuModelNumber] = info?.modelNumber
    facts[.cpuStepping] = info?.stepping
    facts[.cpuFlags] = info?.flags
    facts[.microcode] = info?.microcode ?? root.text("\(cpu)/cpu0/microcode/version")
    facts[.smtControl] = root.text("\(cpu)/smt/control")
    facts[.frequencyDriver] = policies(root, "scaling_driver")
    facts[.frequencyGovernor] = policies(root, "scaling_governor")
    facts[.idleDriver] = root.text("\(cpu)/cpuidle/current_driver")
    facts[.idleGovernor] =
      root.text("\(cpu)/cpuidle/current_governor") ?? root.text("\(cpu)/cpuidle/current_governor_ro")
    facts[.isolatedCPUs] = root.text("\(cpu)/isolated").map { $0.isEmpty ? "none" : $0 }
    facts[.ticklessCPUs] = root.text("\(cpu)/nohz_full").map { $0.isEmpty || $0 == "(null)" ? "none" : $0 }
    return facts
  }

  /// The value of all frequency policies, each different one named once; `none` where no driver is at work.
  private static func policies(_ root: HostRoot, _ file: String) -> String? {
    let directory = "sys/devices/system/cpu/cpufreq"
    let names = root.names(directory).filter { $0.hasPrefix("policy") }
    // A capture may lack the files of a driver that was there; this machine's directory is complete.
    if names.isEmpty { return root.isLive && root.exists(directory) ? "none" : nil }
    let values = Set(names.compactMap { root.text("\(directory)/\($0)/\(file)") })
    return values.isEmpty ? nil : values.sorted().joined(separator: ",")
  }

  // MARK: Memory

  private static func memory(_ root: HostRoot) -> [Name: String] {
    let info = MemoryInfo(root: root)
    let thp = "sys/kernel/mm/transparent_hugepage"
    var facts: [Name: String] = [:]
    facts[.memoryTotal] = info?.totalBytes.map(String.init)
    facts[.memoryAvailable] = info?.availableBytes.map(String.init)
    facts[.swapTotal] = info?.swapTotalBytes.map(String.init)
    facts[.thpEnabled] = root.text("\(thp)/enabled").map(KernelChoice.chosen)
    facts[.thpDefrag] = root.text("\(thp)/defrag").map(KernelChoice.chosen)
    facts[.numaBalancing] = root.text("proc/sys/kernel/numa_balancing")
    let pools = HugePagePool.read(root: root)
    if !pools.isEmpty {
      facts[.hugePages] = pools.map { "\($0.total) x \($0.pageBytes / 1024) kB" }.joined(separator: ", ")
    }
    return facts
  }

  // MARK: Surroundings

  private static func surroundings(_ root: HostRoot, cpuFlags: String?) -> [Name: String] {
    let groups = ControlGroups(root: root)
    var facts: [Name: String] = [:]
    facts[.hypervisor] = Virtualization.hypervisor(root: root, cpuFlags: cpuFlags)
    facts[.container] = Virtualization.container(root: root)
    facts[.product] = product(root)
    facts[.firmware] = root.text("sys/class/dmi/id/bios_version")
    facts[.cgroupVersion] = groups?.version.rawValue
    facts[.cgroupPath] = groups?.path
    facts[.cgroupControllers] = groups?.controllers?.joined(separator: " ")
    facts[.pressure] = pressure(root)
    if root.isLive { facts[.readAs] = CurrentProcess.isRoot ? "root" : "user" }
    return facts
  }

  /// Vendor and product as the firmware says; some products repeat the vendor.
  private static func product(_ root: HostRoot) -> String? {
    let id = "sys/class/dmi/id"
    let vendor = root.text("\(id)/sys_vendor") ?? ""
    let name = root.text("\(id)/product_name") ?? ""
    if name.isEmpty && vendor.isEmpty { return root.text("proc/device-tree/model")?.filter { $0 != "\0" } }
    return name.hasPrefix(vendor) ? name : "\(vendor) \(name)".trimmingSpace()
  }

  /// The directory exists although `psi=0` switched it off; then its files cannot be read.
  private static func pressure(_ root: HostRoot) -> String? {
    if let text = root.text("proc/pressure/cpu") { return text.hasPrefix("some") ? "yes" : nil }
    return root.isLive ? "no" : nil
  }
}

/// What `hwloc-gather-topology` notes beside the files of a captured machine: what only system calls tell.
struct CaptureNote {
  private let values: [Substring: Substring]

  /// Reads it; nil for this machine and for captures without it.
  init?(root: HostRoot) {
    guard !root.isLive, let text = root.text("proc/hwloc-nofile-info") else { return nil }
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstRange(of: ": ") else { continue }
      values[line[..<colon.lowerBound]] = line[colon.upperBound...]
    }
    self.values = values
  }

  /// A note: `OSRelease`, `HostName`, `Architecture`; nil when it is not there.
  subscript(name: Substring) -> String? { values[name].map(String.init) }
}
