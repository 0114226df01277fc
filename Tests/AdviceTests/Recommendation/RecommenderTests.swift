import Experiment
import Host
import Platform
import TestSupport
import Testing
import Tuning

@testable import Advice

@Suite struct RecommenderTests {
  /// A host with a reason for several rules, guests that fit, and a name that YAML would trip over.
  private static func host() -> MadeHost {
    var host = MadeHost(.latency)
    host.topology = MadeHost.machine(nodes: 2, cpusEach: 8)
    host.noted = [
      "host": "node: \"1\" # \\", "command_line": "quiet", "config_no_hz_full": "y",
      "swap_total_bytes": "8589934592",
    ]
    host.settings = [
      "sysctl/vm.swappiness": "60", "sysctl/kernel.numa_balancing": "1", "sysctl/vm.stat_interval": "1",
      "sysctl/net.ipv4.tcp_wmem": "4096 16384 4194304", "sysfs/devices/virtual/workqueue/cpumask": "ffff",
    ]
    host.noise(0.005)
    host.switches(20, 46)
    host.interrupts("LOC", 250)
    host.read(p50: 100e-6)
    host.chase(huge: 100e-9)
    host.migration("throughput", 1e9, link: "relay,rate=10gbit,delay=5ms", unit: "B/s")
    host.migration("forecast_pause", 0.28)
    return host
  }

  private static func recommendation(
    _ host: MadeHost, guests: String = "2x4c16g"
  ) throws -> Recommendation {
    let recommender = Recommender(
      catalog: try MadeHost.catalog.get(), options: LayoutOptions(host.goal),
      guests: try GuestShape.list(guests))
    return recommender.recommend(run: host.run, host: host.fingerprint, more: PresentSettings.ofRecordedHost)
  }

  @Test func itHoldsTheLayoutTheSettingsAndTheSilence() throws {
    let recommendation = try Self.recommendation(Self.host())
    #expect(recommendation.layout.fits)
    #expect(recommendation.layout.places.count == 2)
    let rules = Set(recommendation.settings.map(\.rule))
    for rule in [
      "numa.balancing-off", "noise.stat-interval", "swap.keep-guests", "migration.send-buffer",
      "housekeeping.kernel-work", "housekeeping.tickless",
    ] {
      #expect(rules.contains(rule), "\(rule)")
    }
    #expect(recommendation.advice.map(\.rule) == ["migration.downtime-limit"])
    let speaking = rules.union(recommendation.advice.map(\.rule))
    #expect(speaking.union(recommendation.silent.map(\.rule)) == Set(Rule.all.map(\.id)))
    #expect(speaking.isDisjoint(with: recommendation.silent.map(\.rule)))
    #expect(recommendation.notes.isEmpty)
  }

  @Test func theSameFactsGiveTheSameRecommendation() throws {
    let (first, second) = (try Self.recommendation(Self.host()), try Self.recommendation(Self.host()))
    #expect(first == second)
    #expect(RecommendedProfile.render(first) == RecommendedProfile.render(second))
  }

  @Test func theProfileIsOneThatTheLoaderTakes() throws {
    let recommendation = try Self.recommendation(Self.host())
    let tree = try TemporaryTree(["made.yaml": RecommendedProfile.render(recommendation)])
    let profile = try ProfileLoader(catalog: try MadeHost.catalog.get()).load("\(tree.path)/made.yaml")
    #expect(profile.name == "recommended-latency")
    #expect(profile.summary == recommendation.summary)
    #expect(
      profile.wishes.map(\.key)
        == recommendation.settings.sorted { $0.action == .set && $1.action == .boot }.map(\.key))
    #expect(profile.wishes.allSatisfy { $0.evidence == nil && !$0.why.isEmpty })
    #expect(profile.groups.map(\.path) == recommendation.layout.partitions.map(\.name))
    #expect(profile.claims.map(\.claim) == recommendation.advice.map(\.advice))
    let buffer = try #require(profile.wishes.first { $0.key.name == "net.ipv4.tcp_wmem" })
    #expect(buffer.value == .literal("4096 16384 33554432"))
    #expect(
      buffer.why.contains(
        "migration.throughput{dirty=4000,link=relay,rate=10gbit,delay=5ms,strategy=precopy}"))
  }

  @Test(arguments: LayoutGoal.allCases) func aHostWithNothingToSayMakesAProfileToo(goal: LayoutGoal) throws {
    var host = MadeHost(goal)
    host.noted["host"] = "node1"
    let recommender = Recommender(catalog: try MadeHost.catalog.get(), options: LayoutOptions(goal))
    let recommendation = recommender.recommend(run: nil, host: host.fingerprint, more: [:], isPlanOnly: true)
    #expect(recommendation.settings.isEmpty)
    #expect(recommendation.notes.count == 1)
    let tree = try TemporaryTree(["made.yaml": RecommendedProfile.render(recommendation)])
    let profile = try ProfileLoader(catalog: try MadeHost.catalog.get()).load("\(tree.path)/made.yaml")
    #expect(profile.wishes.isEmpty)
  }

  @Test func whatChangedSinceTheRunIsTold() throws {
    let host = Self.host()
    var later = host
    later.settings["sysctl/vm.swappiness"] = "30"
    later.settings["sysctl/kernel.unknown"] = "1"
    later.kernel = "6.18.0"
    let recommender = Recommender(catalog: try MadeHost.catalog.get(), options: LayoutOptions(.latency))
    let notes = recommender.recommend(run: host.run, host: later.fingerprint, more: [:]).notes
    #expect(notes.contains { $0.hasPrefix("sysctl/vm.swappiness changed since the Run") })
    #expect(notes.contains { $0.contains("taken with Linux 6.12.0-1-amd64, this is 6.18.0") })
  }

  @Test func aLargeMachineIsNoOtherCase() throws {
    var host = Self.host()
    host.topology = MadeHost.machine(nodes: 8, cpusEach: 32)
    let recommendation = try Self.recommendation(host, guests: "24x8c16g")
    #expect(recommendation.layout.fits)
    #expect(recommendation.settings.contains { $0.rule == "numa.balancing-off" })
  }

  @Test(arguments: CapturedMachine.all) func capturedMachinesGetAPlan(machine: CapturedMachine) throws {
    let report = try HostReport.read(fsroot: try machine.directory)
    let host = Fingerprint(report)
    let more = PresentSettings.read(
      SettingKinds(root: HostRoot(directory: try machine.directory)), host: host,
      catalog: try MadeHost.catalog.get())
    for goal in LayoutGoal.allCases {
      let recommender = Recommender(catalog: try MadeHost.catalog.get(), options: LayoutOptions(goal))
      let recommendation = recommender.recommend(run: nil, host: host, more: more, isPlanOnly: true)
      let tree = try TemporaryTree(["made.yaml": RecommendedProfile.render(recommendation)])
      _ = try ProfileLoader(catalog: try MadeHost.catalog.get()).load("\(tree.path)/made.yaml")
      #expect(recommendation.isPlanOnly)
    }
  }
}
