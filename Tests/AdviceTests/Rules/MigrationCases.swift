@testable import Advice

extension MadeHost {
  mutating func migration(
    _ name: String, _ value: Double, strategy: String = "precopy", link: String = "none", unit: String = "s"
  ) {
    measure("migration.\(name)", ["strategy": strategy, "dirty": "4000", "link": link], value, unit: unit)
  }

  mutating func zstd(rate: Double) {
    let labels = ["codec": "zstd", "level": "1", "dictionary": "no", "block": "128k", "corpus": "processes"]
    measure("compression.ratio", labels, 2.5, unit: "1")
    measure(
      "compression.throughput", labels.merging(["direction": "compress", "threads": "1"]) { $1 }, rate,
      unit: "B/s")
  }
}

extension RuleCase {
  private static let long = "relay,rate=10gbit,delay=5ms"
  private static let short = "relay,rate=10gbit,delay=500us"

  static let migrationCases = [
    RuleCase("migration.send-buffer", .latency, "sysctl/net.ipv4.tcp_wmem=4096 16384 33554432") {
      $0.settings["sysctl/net.ipv4.tcp_wmem"] = "4096 16384 4194304"
      $0.migration("throughput", 1e9, link: long, unit: "B/s")
    } miss: {
      $0.metrics = []
      $0.migration("throughput", 1e9, link: short, unit: "B/s")
    },
    RuleCase("migration.receive-buffer", .density, "sysctl/net.ipv4.tcp_rmem=4096 131072 33554432") {
      $0.settings["sysctl/net.ipv4.tcp_rmem"] = "4096 131072 6291456"
      $0.migration("throughput", 1e9, link: long, unit: "B/s")
    } miss: {
      $0.metrics = []
      $0.migration("throughput", 1e9, link: "none", unit: "B/s")
    },
    RuleCase("migration.downtime-limit", .latency) {
      $0.migration("forecast_pause", 0.28)
    } miss: {
      $0.migration("forecast_pause", 0.1)
    },
    RuleCase("migration.post-copy", .throughput) {
      $0.migration("converged", 0, unit: "1")
    } miss: {
      $0.migration("converged", 1, unit: "1")
    },
    RuleCase("migration.multifd", .throughput) {
      $0.migration("total", 10)
      $0.migration("total", 6, strategy: "multifd")
    } miss: {
      $0.migration("total", 9, strategy: "multifd")
    },
    RuleCase("migration.compression", .throughput) {
      $0.migration("throughput", 110e6, link: "relay,rate=1gbit,delay=1ms", unit: "B/s")
      $0.zstd(rate: 500e6)
    } miss: {
      $0.zstd(rate: 130e6)
    },
  ]
}
