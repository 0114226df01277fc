public import Experiment

/// A chain to measure: one whole way of a guest, in one process.
public struct ChainWorkload: Codable, Sendable, Equatable {
  /// How each hop is done, with what load, over what.
  public var migration: MigrationWorkload
  /// The way.
  public var route: ChainRoute
  /// What its stages must keep.
  public var thresholds: StageThresholds
  /// Bytes of the guest's disk.
  public var diskBytes: Int
  /// Seed of the disk's content.
  public var seed: UInt64

  /// A chain with the user's options.
  ///
  /// - Throws: `PlanRefused` for a link that has no networks, and for more than one strategy, load or link.
  public init(
    _ route: ChainRoute, _ thresholds: StageThresholds, diskBytes: Int?, _ options: MigrationOptions,
    on host: MigrationHost
  ) throws(PlanRefused) {
    var one = options
    one.strategies = options.strategies.isEmpty ? [.precopy] : options.strategies
    let cases = MigrationCase.all(of: one)
    guard cases.count == 1, let only = cases.first else {
      throw PlanRefused("--chain goes one way: name one --strategy, one --dirty-rate and one --link at most")
    }
    if case .relay = only.link {
      throw PlanRefused(
        "--link \(only.link): the members of a chain have networks, which a relay is none of; take none or tbf,rate=1gbit"
      )
    }
    let disk = diskBytes ?? ChainRun.usualDiskBytes
    guard disk >= ChainRun.diskStep, disk.isMultiple(of: ChainRun.diskStep), disk <= 1 << 40 else {
      throw PlanRefused("--disk \(ByteText.binary(disk)): take a multiple of 64k, up to 1t")
    }
    migration = MigrationWorkload(only, options, on: host)
    self.route = route
    self.thresholds = thresholds
    self.diskBytes = disk
    seed = options.seed
  }

  /// Bytes a second that each member may send; 0 is no limit.
  var rate: Double {
    if case .tbf(let rate, _) = migration.link { return rate }
    return 0
  }

  /// The part that measures it.
  public var part: Part {
    get throws {
      let labels = migration.labels
      let words = ["strategy", "dirty", "link", "limit"].compactMap { name in
        labels[name].map { "\(name)=\($0)" }
      }
      let hops = Double(route.hopsWithReturn.count)
      return try MigrationBenchmark.part(
        id: "migration.chain route=\(route) \(words.joined(separator: " "))", .chain(self),
        timeLimit: hops * (120 + migration.timeLimit))
    }
  }
}
