internal import Experiment

/// How a guest is moved, what it does meanwhile, and over what: a row of the result.
public struct MigrationCase: Sendable, Equatable, CustomStringConvertible {
  /// How.
  public var strategy: MigrationStrategy.Kind
  /// Pages that the guest writes to a second.
  public var dirtyRate: Int
  /// Over what.
  public var link: LinkSpec

  /// `strategy=precopy dirty=2000 link=none`.
  public var description: String { "strategy=\(strategy.rawValue) dirty=\(dirtyRate) link=\(link)" }

  /// Pages a second of a guest that does nothing, of one that works, and of one that works hard.
  private static let idle = 0
  private static let light = 4_000
  private static let heavy = 16_000
  /// A link as between two sites: 256 Mbit/s, 2 ms each way.
  private static let slow = LinkSpec.relay(rate: 32e6, delay: 0.002)

  /// A case.
  public init(strategy: MigrationStrategy.Kind, dirtyRate: Int, link: LinkSpec) {
    self.strategy = strategy
    self.dirtyRate = dirtyRate
    self.link = link
  }

  /// What is measured: each with each of what the user named, or the suite's.
  public static func all(of options: MigrationOptions) -> [MigrationCase] {
    if options.isCross {
      let strategies = options.strategies.isEmpty ? [.precopy] : options.strategies
      let rates = options.dirtyRates.isEmpty ? [light] : options.dirtyRates
      return cross(strategies, rates, options.links.isEmpty ? [.none] : options.links)
    }
    let loads = cross([.precopy], [idle, light, heavy], [.none])
    // Between two nodes there is one network, and every pair of nodes is measured.
    if options.node != nil {
      return options.suite == .thorough
        ? loads + cross([.multifd, .postcopy], [light], [.none]) : cross([.precopy], [light], [.none])
    }
    if options.suite == .quick {
      return loads + cross([.multifd, .postcopy], [light], [.none]) + cross([.precopy], [light], [slow])
    }
    let others = MigrationStrategy.Kind.allCases.filter { $0 != .precopy }
    let throughSlow = cross([.precopy, .autoConverge, .xbzrle, .postcopy], [light, heavy], [slow])
    return loads + cross(others, [light, heavy], [.none]) + throughSlow
  }

  private static func cross(
    _ strategies: [MigrationStrategy.Kind], _ rates: [Int], _ links: [LinkSpec]
  ) -> [MigrationCase] {
    strategies.flatMap { strategy in
      rates.flatMap { rate in
        links.map { MigrationCase(strategy: strategy, dirtyRate: rate, link: $0) }
      }
    }
  }
}
