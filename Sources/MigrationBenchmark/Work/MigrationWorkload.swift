public import Experiment
public import VirtualMachine

/// What one process of the migration benchmark measures.
public enum MigrationWork: Codable, Sendable, Equatable {
  /// Known pauses against those that the guest's clock tells.
  case calibration(CalibrationWorkload)
  /// One migration.
  case migration(MigrationWorkload)
  /// A chain of them.
  case chain(ChainWorkload)
}

/// What the guests of a measuring process run on.
public struct MigrationHost: Codable, Sendable, Equatable {
  /// QEMU's program.
  public var qemu: String
  /// What runs the guests' instructions.
  public var accelerator: Accelerator
  /// The CPUs that both QEMUs and the beats' listeners share.
  public var cpus: [Int]
  /// A directory of the command, for sockets: whatever becomes of the measuring process, the command removes it.
  public var directory: String
  /// What runs in the guests.
  public var system: GuestSystem

  /// A host.
  public init(
    qemu: String, accelerator: Accelerator, cpus: [Int], directory: String, system: GuestSystem = .beacon
  ) {
    self.qemu = qemu
    self.accelerator = accelerator
    self.cpus = cpus
    self.directory = directory
    self.system = system
  }

  /// Labels of every metric: `guest` where it is not the usual one, so that figures of different guests never have one key.
  var labels: [String: String] {
    switch system {
    case .beacon: [:]
    case .linux: ["guest": "linux"]
    }
  }

  /// A guest with a load.
  func guest(_ load: DirtyClass) throws(TwinError) -> BeaconGuest.Options {
    BeaconGuest.Options(try load.settings(), system: system, accelerator: accelerator, qemuPath: qemu)
  }
}

/// Pauses to make and to find.
public struct CalibrationWorkload: Codable, Sendable, Equatable {
  /// What it runs on.
  public var host: MigrationHost
  /// The pauses, in seconds.
  public var pauses: [Double]

  /// A workload.
  public init(host: MigrationHost, pauses: [Double]) {
    self.host = host
    self.pauses = pauses
  }
}

/// A migration to measure. Times in seconds.
public struct MigrationWorkload: Codable, Sendable, Equatable {
  /// What it runs on.
  public var host: MigrationHost
  /// How.
  public var strategy: MigrationStrategy
  /// What the guest does meanwhile.
  public var load: DirtyClass
  /// Over what, on this host.
  public var link: LinkSpec
  /// The node to which the guest goes; nil means that it stays on this host.
  public var node: PeerNode?
  /// How long the guest is watched before it, and after it.
  public var window: Double
  /// How long it may take.
  public var timeLimit: Double
  /// Whether one that is forecast not to converge, beyond doubt, is left at that.
  public var believesForecast = false

  /// A case with the user's options.
  public init(_ one: MigrationCase, _ options: MigrationOptions, on host: MigrationHost) {
    self.host = host
    strategy = options.strategy(one.strategy)
    load = options.load(one.dirtyRate)
    link = one.link
    node = options.node
    window = options.window
    timeLimit = options.timeLimit
  }

  /// Makes what it goes over.
  ///
  /// - Throws: `LinkError`.
  func openLink() throws -> any MigrationLink {
    guard let node else { return try link.open() }
    return try NodeLink(to: node, holding: timeLimit + Self.longestRest)
  }

  /// Seconds that all but the migration itself may take.
  private static let longestRest = 120.0

  /// The labels of its metrics; `limit` where the downtime limit is not the usual one, `guest` where it is no beacon,
  /// `from` and `to` where it goes to another node, over a `link` called `network`.
  public var labels: [String: String] {
    var labels = ["strategy": strategy.kind.rawValue, "dirty": load.label, "link": "\(link)"]
    if strategy.downtimeLimit != MigrationOptions.usualDowntimeLimit {
      labels["limit"] = "\(Int((strategy.downtimeLimit * 1000).rounded()))ms"
    }
    if let node { labels.merge(node.labels.merging(["link": "network"]) { $1 }) { $1 } }
    return labels.merging(host.labels) { $1 }
  }

  /// The part that measures it.
  public var part: Part {
    get throws {
      let words = ["strategy", "dirty", "link", "limit", "guest", "from", "to"].compactMap { name in
        labels[name].map { "\(name)=\($0)" }
      }
      var part = try MigrationBenchmark.part(
        id: "migration.migrate \(words.joined(separator: " "))", .migration(self),
        timeLimit: Self.longestRest + timeLimit)
      part.further = node?.option ?? ""
      return part
    }
  }
}
