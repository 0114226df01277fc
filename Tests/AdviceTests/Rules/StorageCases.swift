@testable import Advice

extension MadeHost {
  /// A single random read.
  mutating func read(p50: Double? = nil, p99: Double? = nil, depth: Int = 1) {
    for (quantile, time) in [("p50", p50), ("p99", p99)] {
      guard let time else { continue }
      let labels = [
        "rw": "randread", "block": "4k", "depth": "\(depth)", "phase": "total", "direction": "read",
        "quantile": quantile, "engine": "libaio",
      ]
      measure("aio.latency", labels, time)
    }
  }

  mutating func bandwidth(_ access: String, _ rate: Double) {
    measure("aio.bandwidth", ["rw": access, "block": "128k", "depth": "8"], rate, unit: "B/s")
  }

  mutating func knee(_ depth: Double) {
    measure("aio.knee_depth", ["rw": "randread", "p99_limit": "1ms"], depth, unit: "1")
  }

  /// A disk with its settings, and how many random reads it does in a second.
  mutating func disk(_ iops: Double, _ queue: [String: String] = [:]) {
    noted["storage.disks"] = "vda"
    settings["sysfs/block/vda/queue/nr_requests"] = "256"
    for (file, text) in queue { settings["sysfs/block/vda/queue/\(file)"] = text }
    measure("aio.iops", ["rw": "randread", "block": "4k", "depth": "32"], iops, unit: "op/s")
  }
}

extension RuleCase {
  private static let queue = "sysfs/block/vda/queue"

  static let storageCases = blockCases + queueCases + writeCases

  private static let blockCases = [
    RuleCase("storage.scheduler-none", .latency, "\(queue)/scheduler=none") {
      $0.disk(60_000, ["scheduler": "none [mq-deadline] kyber"])
    } miss: {
      $0.disk(10_000)
    },
    RuleCase("storage.scheduler-deadline", .density, "\(queue)/scheduler=mq-deadline") {
      $0.noted["storage.rotational"] = "yes"
      $0.noted["storage.driver"] = "sd"
      $0.disk(300, ["scheduler": "[none] mq-deadline"])
    } miss: {
      $0.noted["storage.driver"] = "virtio_blk"
    },
    RuleCase("storage.read-ahead", .throughput, "\(queue)/read_ahead_kb=512") {
      $0.disk(60_000, ["read_ahead_kb": "128"])
      $0.bandwidth("read", 2e9)
      $0.read(p50: 100e-6)
    } miss: {
      $0.bandwidth("read", 0.5e9)
    },
    RuleCase("storage.write-back-throttling", .latency, "\(queue)/wbt_lat_usec=2000") {
      $0.disk(60_000, ["wbt_lat_usec": "75000"])
      $0.read(p99: 400e-6)
    } miss: {
      $0.read(p99: 20e-3)
    },
    RuleCase("storage.add-random", .latency, "\(queue)/add_random=0") {
      $0.disk(60_000, ["add_random": "1"])
    } miss: {
      $0.disk(500)
    },
  ]

  private static let queueCases = [
    RuleCase("storage.queue-deeper", .throughput, "\(queue)/nr_requests=256") {
      $0.disk(60_000, ["scheduler": "none [mq-deadline]", "nr_requests": "64"])
      $0.knee(100)
    } miss: {
      $0.settings["\(queue)/scheduler"] = "[none] mq-deadline"
    },
    RuleCase("storage.queue-shallower", .latency, "\(queue)/nr_requests=32") {
      $0.disk(60_000)
      $0.knee(20)
      $0.read(p99: 0.4e-3)
      $0.read(p99: 5e-3, depth: 128)
    } miss: {
      $0.read(p99: 1e-3, depth: 128)
    },
    RuleCase("storage.aio-max-nr", .latency, "sysctl/fs.aio-max-nr=262144") {
      $0.settings["sysctl/fs.aio-max-nr"] = "65536"
      $0.placement.guests = 100
      $0.knee(50)
    } miss: {
      $0.placement.guests = 10
    },
  ]

  private static let writeCases = [
    RuleCase("storage.dirty-background", .latency, "sysctl/vm.dirty_background_bytes=199229440") {
      $0.settings["sysctl/vm.dirty_background_bytes"] = "0"
      $0.settings["sysctl/vm.dirty_background_ratio"] = "10"
      $0.noted["memory_total_bytes"] = "\(MadeHost.memory)"
      $0.bandwidth("write", 400e6)
    } miss: {
      $0.settings["sysctl/vm.dirty_background_ratio"] = "1"
    },
    RuleCase("storage.dirty-limit", .density, "sysctl/vm.dirty_bytes=799014912") {
      $0.settings["sysctl/vm.dirty_bytes"] = "0"
      $0.settings["sysctl/vm.dirty_ratio"] = "20"
      $0.noted["memory_total_bytes"] = "\(MadeHost.memory)"
      $0.bandwidth("write", 400e6)
    } miss: {
      $0.settings["sysctl/vm.dirty_ratio"] = "2"
    },
  ]
}
