import Experiment
import Host
import TestSupport
import Testing
import Tuning

@testable import Advice

@Suite struct PresentSettingsTests {
  @Test func readsWhatAFingerprintDoesNotHold() throws {
    let tree = try TemporaryTree([
      "proc/irq/default_smp_affinity": "ff\n",
      "sys/devices/system/cpu/cpuidle/current_governor": "menu\n",
      "sys/devices/system/cpu/cpuidle/available_governors": "ladder menu haltpoll\n",
      "sys/devices/system/cpu/cpufreq/policy0/scaling_available_governors": "performance powersave\n",
    ])
    var host = MadeHost(.latency)
    host.settings["sysfs/devices/system/cpu/cpufreq/policy0/scaling_governor"] = "powersave"
    let found = PresentSettings.read(
      SettingKinds(root: HostRoot(directory: tree.path)), host: host.fingerprint,
      catalog: try MadeHost.catalog.get())
    #expect(found["irq/default_smp_affinity"] == "ff")
    #expect(found["sysfs/devices/system/cpu/cpuidle/current_governor"] == "menu")
    #expect(found["sysfs/devices/system/cpu/cpuidle/available_governors"] == "ladder menu haltpoll")
    #expect(
      found["sysfs/devices/system/cpu/cpufreq/policy0/scaling_available_governors"] == "performance powersave"
    )
    #expect(found["systemd/system.slice/AllowedCPUs"] == nil)
    #expect(found["boot/cmdline"] == nil)
  }

  @Test func debugfsOfAFingerprintGetsItsOwnName() throws {
    var host = MadeHost(.latency)
    host.settings["sysfs/kernel/debug/sched/preempt"] = "none (voluntary) full"
    host.settings["sysfs/kernel/debug/sched/base_slice_ns"] = "700000"
    let facts = try host.facts()
    #expect(facts.settings["debugfs/sched/preempt"] == "none [voluntary] full")
    #expect(try facts.word("debugfs/sched/preempt") == "voluntary")
    #expect(try facts.integer("debugfs/sched/base_slice_ns") == 700_000)
  }
}
