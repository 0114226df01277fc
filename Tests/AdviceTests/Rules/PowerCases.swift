@testable import Advice

extension MadeHost {
  /// How long an idle CPU takes to wake up, as it is and with its idle states held off.
  mutating func wakeup(free: Double, held: Double? = nil) {
    let labels = ["source": "timer", "load": "0", "policy": "other", "quantile": "p99"]
    measure("scheduler.wakeup_latency", labels.merging(["dma_latency": "default"]) { $1 }, free)
    if let held {
      measure("scheduler.wakeup_latency", labels.merging(["dma_latency": "held"]) { $1 }, held)
    }
  }

  /// How long a request takes on half idle CPUs and on busy ones.
  mutating func requests(half: Double, busy: Double) {
    for (load, time) in [("50", half), ("closed", busy)] {
      measure("scheduler.request_latency", ["load": load, "pinning": "none", "quantile": "p50"], time)
    }
  }

  /// Idle states that take 0, 2 and 100 us to wake up from.
  mutating func idleStates() {
    for (state, latency) in ["0", "2", "100"].enumerated() {
      settings["sysfs/devices/system/cpu/cpu0/cpuidle/state\(state)/latency"] = latency
      settings["sysfs/devices/system/cpu/cpu0/cpuidle/state\(state)/disable"] = "0"
    }
  }
}

extension RuleCase {
  private static let cpu = "sysfs/devices/system/cpu"
  private static let clock = "sysfs/devices/system/clocksource/clocksource0/current_clocksource"
  private static let polling = "sysfs/module/kvm/parameters/halt_poll_ns"

  static let powerCases = [
    RuleCase("power.resume-latency", .latency, "\(cpu)/cpu*/power/pm_qos_resume_latency_us=2") {
      $0.settings["\(cpu)/cpu0/power/pm_qos_resume_latency_us"] = "0"
      $0.idleStates()
      $0.wakeup(free: 120e-6, held: 20e-6)
    } miss: {
      $0.wakeup(free: 120e-6, held: 100e-6)
    },
    RuleCase("power.idle-states", .latency, "\(cpu)/cpu*/cpuidle/state2/disable=1") {
      $0.idleStates()
      $0.wakeup(free: 120e-6, held: 20e-6)
    } miss: {
      $0.settings["\(cpu)/cpu0/power/pm_qos_resume_latency_us"] = "0"
    },
    RuleCase("power.governor", .latency, "\(cpu)/cpufreq/policy*/scaling_governor=performance") {
      $0.noted["cpufreq_driver"] = "acpi-cpufreq"
      $0.noted["cpufreq_governor"] = "schedutil"
      $0.settings["\(cpu)/cpufreq/policy0/scaling_governor"] = "schedutil"
      $0.settings["\(cpu)/cpufreq/policy0/scaling_available_governors"] = "performance schedutil"
      $0.requests(half: 200e-6, busy: 150e-6)
    } miss: {
      $0.requests(half: 155e-6, busy: 150e-6)
    },
    RuleCase(
      "power.energy-preference", .latency, "\(cpu)/cpufreq/policy*/energy_performance_preference=performance"
    ) {
      $0.noted["cpufreq_driver"] = "intel_pstate"
      $0.noted["cpufreq_governor"] = "powersave"
      $0.settings["\(cpu)/cpufreq/policy0/energy_performance_preference"] = "balance_performance"
      $0.requests(half: 200e-6, busy: 150e-6)
    } miss: {
      $0.noted["cpufreq_governor"] = "performance"
    },
    RuleCase("power.clocksource", .density, "\(clock)=tsc") {
      $0.settings[clock] = "hpet"
      $0.noted["clocksources"] = "tsc hpet acpi_pm"
    } miss: {
      $0.noted["clocksources"] = "hpet acpi_pm"
    },
    RuleCase("virtualization.halt-poll-longer", .latency, "\(polling)=150000") {
      $0.settings[polling] = "50000"
      $0.wakeup(free: 72e-6)
    } miss: {
      $0.wakeup(free: 22e-6)
    },
    RuleCase("virtualization.halt-poll-shorter", .density, "\(polling)=50000") {
      $0.settings[polling] = "200000"
      $0.wakeup(free: 42e-6)
    } miss: {
      $0.wakeup(free: 122e-6)
    },
    RuleCase("virtualization.guest-haltpoll", .latency, "\(cpu)/cpuidle/current_governor=haltpoll") {
      $0.noted["hypervisor"] = "kvm"
      $0.settings["\(cpu)/cpuidle/current_governor"] = "menu"
      $0.settings["\(cpu)/cpuidle/available_governors"] = "menu haltpoll"
      $0.wakeup(free: 80e-6)
    } miss: {
      $0.wakeup(free: 30e-6)
    },
  ]
}
