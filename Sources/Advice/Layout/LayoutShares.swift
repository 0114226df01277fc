internal import Host
internal import Platform

/// What each node keeps for the host and what it leaves to guests.
struct LayoutShares {
  /// The share of one home.
  struct Share {
    var home: LayoutMachine.Home
    /// Cores that the host keeps.
    var housekeeping: [LayoutMachine.Core] = []
    /// Cores that guests can have.
    var guests: [LayoutMachine.Core] = []
    /// Cores that are neither: of a kind that the goal does not use.
    var others: [LayoutMachine.Core] = []
    /// Whether the host's core is one of the guests' as well.
    var isHostSharing = false
    /// Whether there were too few cores to set any apart.
    var isTooSmall = false
  }

  /// Shares of the homes, in their order.
  private(set) var shares: [Share] = []
  /// Whether the whole machine is too small to set a core apart.
  let isMachineTooSmall: Bool

  /// Whole cores that a machine must have before one is taken away from the host.
  private static let leastForIsolation = 3

  init(_ machine: LayoutMachine, _ options: LayoutOptions) {
    let wholes = machine.homes.reduce(0) { $0 + $1.cores.count { $0.isWhole } }
    isMachineTooSmall = options.isExclusive && wholes < Self.leastForIsolation
    shares = machine.homes.map { home in
      options.isExclusive
        ? Self.exclusive(home, machine, options, isMachineTooSmall: isMachineTooSmall)
        : Self.shared(home, machine, options)
    }
  }

  /// Cores of which a sibling is somebody else's stay with the host: nobody can promise quiet there.
  private static func exclusive(
    _ home: LayoutMachine.Home, _ machine: LayoutMachine, _ options: LayoutOptions, isMachineTooSmall: Bool
  ) -> Share {
    var share = Share(home: home)
    let wholes = home.cores.filter(\.isWhole)
    guard !isMachineTooSmall, wholes.count >= options.coresForHousekeeping else {
      share.housekeeping = home.cores
      share.isTooSmall = true
      return share
    }
    let kept = chosen(wholes, options.housekeepingCores(of: wholes.count), machine)
    share.housekeeping = home.cores.filter { !$0.isWhole || kept.contains($0) }
    let rest = wholes.filter { !kept.contains($0) }
    share.guests = rest.filter(machine.isFast)
    share.others = rest.filter { !machine.isFast($0) }
    return share
  }

  private static func shared(
    _ home: LayoutMachine.Home, _ machine: LayoutMachine, _ options: LayoutOptions
  ) -> Share {
    var share = Share(home: home)
    guard home.cores.count >= options.coresForHousekeeping else {
      share.housekeeping = chosen(home.cores, 1, machine)
      share.guests = home.cores
      share.isHostSharing = true
      return share
    }
    share.housekeeping = chosen(home.cores, options.housekeepingCores(of: home.cores.count), machine)
    share.guests = home.cores.filter { !share.housekeeping.contains($0) }
    return share
  }

  /// The host's cores: slow ones first, fast ones last, and of equals those with the lowest numbers, where most
  /// interrupts arrive anyhow.
  private static func chosen(
    _ cores: [LayoutMachine.Core], _ count: Int, _ machine: LayoutMachine
  ) -> [LayoutMachine.Core] {
    func rank(_ core: LayoutMachine.Core) -> Int {
      machine.isSlow(core) ? 0 : machine.namesFastCores && machine.isFast(core) ? 2 : 1
    }
    let ordered = cores.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }
    return ordered.prefix(count).map(\.element)
  }
}

extension [LayoutMachine.Core] {
  /// All of their CPUs.
  var cpus: CPUSet { CPUSet(flatMap(\.cpus.numbers)) }
}
