import Testing

@testable import Advice

@Suite struct SettingCheckTests {
  private func check(_ change: (inout MadeHost) -> Void) throws -> SettingCheck {
    var host = MadeHost(.latency)
    change(&host)
    return SettingCheck(facts: try host.facts())
  }

  private func silence(_ body: () throws -> Void) -> Silence? {
    do {
      try body()
      return nil
    } catch {
      return error as? Silence
    }
  }

  @Test func whatTheCatalogDoesNotHoldIsNeverSet() throws {
    let check = try check { $0.settings["sysctl/kernel.panic"] = "0" }
    let silence = silence { _ = try check.setting("sysctl/kernel.panic", "1") }
    #expect(silence?.kind == .notHere)
    #expect(silence?.reason.contains("not in the catalog") ?? false)
  }

  @Test func anOlderKernelDoesNotHaveIt() throws {
    let check = try check {
      $0.kernel = "6.1.0-47-amd64"
      $0.settings["debugfs/sched/base_slice_ns"] = "3000000"
    }
    let silence = silence { _ = try check.setting("debugfs/sched/base_slice_ns", "1000000") }
    #expect(silence?.reason == "debugfs/sched/base_slice_ns needs Linux 6.6; this is 6.1")
  }

  @Test func whatIsNotSafeIsNotSuggested() throws {
    let check = try check { $0.settings["sysctl/vm.swappiness"] = "60" }
    #expect(silence { _ = try check.setting("sysctl/vm.swappiness", "201") }?.kind == .notHere)
    #expect(silence { _ = try check.setting("sysctl/vm.swappiness", "much") }?.kind == .notHere)
  }

  @Test func whatIsNotOfferedIsNotSuggested() throws {
    let key = "sysfs/block/vda/queue/scheduler"
    let check = try check { $0.settings[key] = "[none] mq-deadline" }
    #expect(silence { _ = try check.setting(key, "kyber") }?.reason.contains("none, mq-deadline") ?? false)
    #expect(silence { _ = try check.setting(key, "none") }?.kind == .alreadySet)
    #expect(try check.setting(key, "mq-deadline").current == "none")
  }

  @Test func severalThatDifferAreAllNamed() throws {
    let folder = "sysfs/devices/system/cpu/cpufreq"
    let check = try check {
      $0.settings["\(folder)/policy0/scaling_governor"] = "powersave"
      $0.settings["\(folder)/policy1/scaling_governor"] = "performance"
    }
    let change = try check.setting("\(folder)/policy*/scaling_governor", "performance")
    #expect(change.current == "performance or powersave")
    #expect(change.wanted == "performance")
  }

  @Test func theSameInOtherWordsIsSetAlready() throws {
    let check = try check {
      $0.settings["sysfs/devices/virtual/workqueue/cpumask"] = "00000003"
      $0.settings["sysctl/net.ipv4.tcp_rmem"] = "4096 131072\t6291456"
    }
    #expect(
      silence { _ = try check.setting("sysfs/devices/virtual/workqueue/cpumask", "3") }?.kind == .alreadySet)
    #expect(
      silence { _ = try check.setting("sysctl/net.ipv4.tcp_rmem", "4096 131072 6291456") }?.kind
        == .alreadySet)
  }

  @Test func theCommandLineIsReadByWords() throws {
    let check = try check { $0.noted["command_line"] = "quiet nohz_full=2-3 nosmt" }
    #expect(try check.boot("nohz_full", "2-7").current == "2-3")
    #expect(try check.boot("skew_tick", "1").current == "not given")
    #expect(silence { _ = try check.boot("nohz_full", "2-3") }?.kind == .alreadySet)
    #expect(silence { _ = try check.boot("nosmt", "") }?.kind == .alreadySet)
  }

  @Test func theFirstRuleThatNamesASettingHasIt() throws {
    var host = MadeHost(.throughput)
    host.topology = MadeHost.machine(nodes: 2, cpusEach: 8, slowTier: true)
    host.settings["sysctl/kernel.numa_balancing"] = "0"
    host.chase(remote: 140e-9)
    let labels = [
      "cpu_node": "0", "level": "DRAM", "working_set": "268435456", "pages": "thp", "memory_node": "2",
    ]
    host.measure("memory.latency", labels, 300e-9)
    let results = Rule.results(try host.facts())
    let promotion = try #require(results.first { $0.rule == "numa.tier-promotion" })
    #expect(promotion.suggestions.map(\.wanted) == ["3"])
    let balancing = try #require(results.first { $0.rule == "numa.balancing-on" })
    #expect(balancing.silence?.kind == .excluded)
  }
}
