import Platform

@testable import Advice

extension MadeHost {
  mutating func interrupts(_ source: String, _ rate: Double) {
    measure("scheduler.noise_interrupts", ["source": source, "cpu": "all"], rate, unit: "op/s")
  }

  mutating func switches(_ rates: Double...) {
    for (cpu, rate) in rates.enumerated() {
      measure("scheduler.noise_switches", ["cpu": "\(cpu)"], rate, unit: "op/s")
    }
  }

  /// CPUs 0 and 1 are the host's, all others of eight the guests'.
  mutating func setApart() {
    placement.housekeeping = CPUSet(0...1)
    placement.exclusive = CPUSet(2...7)
  }
}

extension RuleCase {
  private static let switching = ["kind": "futex", "pairing": "same_cpu", "between": "threads"]
  private static let message = ["source": "message", "load": "90", "pinning": "none", "quantile": "p99"]
  private static let move = ["level": "L2", "pairing": "same_node", "working_set": "262144"]
  private static let fifo = ["source": "timer", "policy": "fifo", "load": "1", "quantile": "p99"]

  static let schedulerCases = [
    RuleCase("scheduler.migration-cost", .throughput, "debugfs/sched/migration_cost_ns=900000") {
      $0.settings["debugfs/sched/migration_cost_ns"] = "500000"
      $0.measure("scheduler.migration_cost", move, 0.895e-3)
    } miss: {
      $0.measure("scheduler.migration_cost", move, 0.6e-3)
    },
    RuleCase("scheduler.slice-short", .latency, "debugfs/sched/base_slice_ns=1400000") {
      $0.settings["debugfs/sched/base_slice_ns"] = "2800000"
      $0.measure("scheduler.wakeup_latency", message, 5e-3)
      $0.measure("scheduler.switch", switching, 2e-6)
    } miss: {
      $0.measure("scheduler.wakeup_latency", message, 2e-3)
    },
    RuleCase("scheduler.slice-long", .throughput, "debugfs/sched/base_slice_ns=1100000") {
      $0.settings["debugfs/sched/base_slice_ns"] = "700000"
      $0.measure("scheduler.switch", switching, 5.2e-6)
    } miss: {
      $0.measure("scheduler.switch", switching, 2e-6)
    },
    RuleCase("scheduler.preempt-full", .latency, "debugfs/sched/preempt=full") {
      $0.settings["debugfs/sched/preempt"] = "none [voluntary] full"
      $0.measure("scheduler.wakeup_latency", fifo, 300e-6)
    } miss: {
      $0.measure("scheduler.wakeup_latency", fifo, 60e-6)
    },
    RuleCase("noise.stat-interval", .latency, "sysctl/vm.stat_interval=10") {
      $0.settings["sysctl/vm.stat_interval"] = "1"
      $0.noise(0.005)
      $0.switches(20, 40)
    } miss: {
      $0.noise(0.0004)
    },
    RuleCase("noise.nmi-watchdog", .latency, "sysctl/kernel.nmi_watchdog=0") {
      $0.settings["sysctl/kernel.nmi_watchdog"] = "1"
      $0.interrupts("NMI", 0.1)
    } miss: {
      $0.interrupts("NMI", 0)
    },
    RuleCase("noise.timer-migration", .latency, "sysctl/kernel.timer_migration=0") {
      $0.settings["sysctl/kernel.timer_migration"] = "1"
      $0.noted["config_hz"] = "250"
      $0.interrupts("LOC", 500)
    } miss: {
      $0.interrupts("LOC", 260)
    },
    RuleCase("noise.skew-tick", .latency, "boot/skew_tick=1") {
      $0.topology = MadeHost.machine(nodes: 2, cpusEach: 16)
      $0.noted["command_line"] = "quiet"
      $0.interrupts("LOC", 250)
    } miss: {
      $0.topology = MadeHost.machine(nodes: 1, cpusEach: 8)
    },
  ]

  static let housekeepingCases = [
    RuleCase("housekeeping.watchdogs", .latency, "sysctl/kernel.watchdog_cpumask=0-1") {
      $0.settings["sysctl/kernel.watchdog_cpumask"] = "0-7"
      $0.setApart()
      $0.switches(5, 46)
    } miss: {
      $0.placement.exclusive = CPUSet()
    },
    RuleCase("housekeeping.interrupts", .latency, "irq/default_smp_affinity=3", "boot/irqaffinity=0-1") {
      $0.settings["irq/default_smp_affinity"] = "ff"
      $0.noted["command_line"] = "quiet"
      $0.setApart()
      $0.interrupts("LOC", 250)
      $0.interrupts("virtio0-input.0", 100)
    } miss: {
      $0.interrupts("virtio0-input.0", 5)
    },
    RuleCase("housekeeping.kernel-work", .latency, "sysfs/devices/virtual/workqueue/cpumask=3") {
      $0.settings["sysfs/devices/virtual/workqueue/cpumask"] = "ff"
      $0.setApart()
      $0.switches(46)
    } miss: {
      $0.switches(2)
    },
    RuleCase("housekeeping.write-back", .latency, "sysfs/bus/workqueue/devices/writeback/cpumask=3") {
      $0.settings["sysfs/bus/workqueue/devices/writeback/cpumask"] = "ff"
      $0.setApart()
      $0.switches(46)
    } miss: {
      $0.switches(2)
    },
    RuleCase("housekeeping.tickless", .latency, "boot/nohz_full=2-7") {
      $0.noted["config_no_hz_full"] = "y"
      $0.noted["command_line"] = "quiet"
      $0.setApart()
      $0.interrupts("LOC", 250)
    } miss: {
      $0.interrupts("LOC", 5)
    },
    RuleCase("housekeeping.rcu-callbacks", .latency, "boot/rcu_nocbs=2-7") {
      $0.noted["config_rcu_nocb_cpu"] = "y"
      $0.noted["command_line"] = "quiet"
      $0.setApart()
      $0.measure("scheduler.noise_softirqs", ["kind": "RCU"], 100, unit: "op/s")
    } miss: {
      $0.measure("scheduler.noise_softirqs", ["kind": "RCU"], 2, unit: "op/s")
    },
    RuleCase(
      "housekeeping.slices", .latency, "systemd/system.slice/AllowedCPUs=0-1",
      "systemd/user.slice/AllowedCPUs=0-1"
    ) {
      $0.settings["systemd/system.slice/AllowedCPUs"] = ""
      $0.settings["systemd/user.slice/AllowedCPUs"] = ""
      $0.setApart()
      $0.switches(46)
    } miss: {
      $0.switches(2)
    },
  ]
}
