internal import Platform

extension CapabilitySurvey {
  // MARK: Scheduler

  func scheduler() -> Capability {
    guard !topology.allowedCPUs.isEmpty else { return noCPU("scheduler") }
    guard root.isLive else { return unknown("scheduler") }
    return Capability(
      name: "scheduler", available: .yes, reason: "\(topology.allowedCPUs.count) CPUs allowed")
  }

  func schedulerFIFO() -> Capability {
    let name = "scheduler.fifo"
    guard root.isLive else { return unknown(name) }
    guard let rights else {
      return Capability(name: name, available: .unknown, reason: "/proc/self/status cannot be read")
    }
    if root.text("proc/sys/kernel/sched_rt_runtime_us") == "0" {
      return Capability(
        name: name, available: .no, reason: "kernel.sched_rt_runtime_us is 0: no real-time thread may run",
        advice: "sysctl -w kernel.sched_rt_runtime_us=950000")
    }
    if rights.has(.sysNice) { return Capability(name: name, available: .yes, reason: "CAP_SYS_NICE is held") }
    if let limit = rights.realtimePriorityLimit, limit > 0 {
      return Capability(name: name, available: .yes, reason: "RLIMIT_RTPRIO allows priorities up to \(limit)")
    }
    return Capability(
      name: name, available: .no, reason: "no CAP_SYS_NICE and RLIMIT_RTPRIO is 0",
      advice: "run as root, or raise rtprio in /etc/security/limits.conf")
  }

  func schedulerCPULatency() -> Capability {
    let name = "scheduler.cpu_latency"
    let device = "dev/cpu_dma_latency"
    guard root.isLive else { return unknown(name) }
    guard root.exists(device) else {
      return Capability(name: name, available: .no, reason: "no /\(device): a kernel without CONFIG_CPU_IDLE")
    }
    return Files.isWritable(root.path(device))
      ? Capability(name: name, available: .yes, reason: "/\(device) may be written")
      : Capability(
        name: name, available: .no, reason: "/\(device) may not be written", advice: "run as root")
  }

  func schedulerCoreToCore() -> Capability {
    let name = "scheduler.core_to_core"
    return topology.allowedCPUs.count > 1
      ? Capability(name: name, available: .yes, reason: "\(topology.allowedCPUs.count) CPUs allowed")
      : Capability(
        name: name, available: .no, reason: "\(topology.allowedCPUs.count) CPU allowed, two are needed")
  }

  func schedulerCPUSets() -> Capability {
    let name = "scheduler.cpusets"
    guard let groups = ControlGroups(root: root) else {
      return Capability(name: name, available: .unknown, reason: "/proc/mounts cannot be read")
    }
    guard let mount = groups.unifiedMount else {
      return Capability(
        name: name, available: .no, reason: "cgroup v2 is not mounted (cgroups: \(groups.version.rawValue))",
        advice: "boot with systemd.unified_cgroup_hierarchy=1")
    }
    guard let controllers = groups.unifiedControllers else {
      return Capability(name: name, available: .unknown, reason: "\(mount)/cgroup.controllers cannot be read")
    }
    return controllers.contains("cpuset")
      ? Capability(name: name, available: .yes, reason: "cgroup v2 at \(mount) has the cpuset controller")
      : Capability(
        name: name, available: .no,
        reason: "cgroup v2 at \(mount) lacks the cpuset controller"
          + (groups.version == .hybrid ? ": cgroup v1 holds it" : ""),
        advice: "boot with cgroup_no_v1=cpuset")
  }

  // MARK: Asynchronous I/O

  func aio() -> Capability {
    let engines = [aioLibaio(), aioUring()]
    if let engine = engines.first(where: { $0.available == .yes }) {
      return Capability(name: "aio", available: .yes, reason: "\(engine.name.dropFirst(4)) is available")
    }
    guard engines.contains(where: { $0.available == .unknown }) else {
      return Capability(
        name: "aio", available: .yes, reason: "only the sync engine: libaio and io_uring are off")
    }
    return root.isLive
      ? Capability(name: "aio", available: .unknown, reason: "the kernel does not tell its limits")
      : unknown("aio")
  }

  func aioLibaio() -> Capability {
    let name = "aio.libaio"
    guard let limit = root.number("proc/sys/fs/aio-max-nr") else {
      return root.isLive
        ? Capability(name: name, available: .no, reason: "no fs.aio-max-nr: a kernel without CONFIG_AIO")
        : unknown(name)
    }
    let used = root.number("proc/sys/fs/aio-nr")
    if let used, limit - used < 1024 {
      return Capability(
        name: name, available: .no, reason: "fs.aio-max-nr is \(limit) and \(used) are in use",
        advice: "sysctl -w fs.aio-max-nr=1048576")
    }
    return Capability(
      name: name, available: .yes,
      reason: "fs.aio-max-nr is \(limit)" + (used.map { ", \($0) in use" } ?? ""))
  }

  func aioUring() -> Capability {
    let name = "aio.io_uring"
    switch root.text("proc/sys/kernel/io_uring_disabled") {
    case "0": return Capability(name: name, available: .yes, reason: "kernel.io_uring_disabled is 0")
    case "1":
      if rights?.has(.sysAdmin) == true {
        return Capability(
          name: name, available: .yes, reason: "kernel.io_uring_disabled is 1 and CAP_SYS_ADMIN is held")
      }
      return Capability(
        name: name, available: root.isLive ? .no : .unknown,
        reason: "kernel.io_uring_disabled is 1: only for CAP_SYS_ADMIN and kernel.io_uring_group",
        advice: "run as root")
    case "2":
      return Capability(
        name: name, available: .no, reason: "kernel.io_uring_disabled is 2",
        advice: "sysctl -w kernel.io_uring_disabled=0")
    default:
      return Capability(
        name: name, available: .unknown, reason: "no kernel.io_uring_disabled, which came with 6.6")
    }
  }

  // MARK: Compression and migration

  func compression() -> Capability {
    guard !topology.allowedCPUs.isEmpty else { return noCPU("compression") }
    guard root.isLive else { return unknown("compression") }
    return Capability(name: "compression", available: .yes, reason: "needs only CPUs and memory")
  }

  func migration() -> Capability {
    guard root.isLive else { return unknown("migration") }
    let machine = facts[.architecture] ?? "x86_64"
    let names = ["usr/bin", "usr/local/bin", "usr/libexec"].flatMap { directory in
      ["qemu-system-\(machine)", "qemu-kvm"].map { "\(directory)/\($0)" }
    }
    guard let found = names.first(where: root.exists) else {
      return Capability(
        name: "migration", available: .no, reason: "qemu-system-\(machine) is not installed",
        advice:
          "install it (Debian: qemu-system-\(machine == "aarch64" ? "arm" : "x86")), or name it with --qemu")
    }
    return Capability(
      name: "migration", available: .yes,
      reason: "/\(found)" + (root.exists("dev/kvm") ? "" : ", without KVM: emulated guests"))
  }

  func migrationKVM() -> Capability {
    let name = "migration.kvm"
    guard root.isLive else { return unknown(name) }
    return root.exists("dev/kvm")
      ? Capability(
        name: name, available: .unknown,
        reason: "/dev/kvm is present, which is no proof: a probe guest decides")
      : Capability(
        name: name, available: .no, reason: "no /dev/kvm",
        advice: facts[.hypervisor].map { $0 == "none" } == false
          ? "allow nested virtualisation on the host of this machine" : "load kvm_intel or kvm_amd")
  }

  // MARK: Counters

  func counters() -> Capability {
    let name = "counters"
    guard root.isLive else { return unknown(name) }
    let sources = root.names("sys/bus/event_source/devices")
    let found = sources.first { $0 == "cpu" || $0.hasPrefix("cpu_") || $0.hasPrefix("arm") }
    guard let found else {
      return Capability(
        name: name, available: .no, reason: "no counters of the processor in /sys/bus/event_source/devices",
        advice: facts[.hypervisor] == "none" ? nil : "give the virtual machine a virtual PMU")
    }
    let paranoia = root.number("proc/sys/kernel/perf_event_paranoid")
    if rights?.has(.perfmon) == true || rights?.has(.sysAdmin) == true || paranoia.map({ $0 < 3 }) == true {
      return Capability(
        name: name, available: .yes,
        reason: "\(found)" + (paranoia.map { ", kernel.perf_event_paranoid is \($0)" } ?? ""))
    }
    return Capability(
      name: name, available: .no,
      reason: paranoia.map { "kernel.perf_event_paranoid is \($0)" } ?? "perf events are not in this kernel",
      advice: paranoia == nil ? nil : "run as root, or sysctl -w kernel.perf_event_paranoid=2")
  }
}
