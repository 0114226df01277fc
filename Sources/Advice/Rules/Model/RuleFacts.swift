public import Experiment
public import Host
public import Platform
public import Tuning

/// Everything that rules may look at; rules are pure functions of it.
public struct RuleFacts: Sendable {
  /// What the host is tuned for.
  public let goal: LayoutGoal
  /// What was measured.
  public let measured: MeasuredFacts
  /// The shape of the host.
  public let topology: Topology
  /// Facts of the host by their names; without those that are unknown.
  public let noted: [String: String]
  /// The version of its kernel; nil when unknown.
  public let kernel: KernelVersion?
  /// Present settings, `kind/name` as the catalog names them to the value as the kernel prints it.
  public let settings: [String: String]
  /// Which settings may be named.
  public let catalog: Catalog
  /// Who is to get which CPUs.
  public let placement: RulePlacement

  /// The facts of a host.
  ///
  /// - Parameters:
  ///   - run: what was measured on it; nil where nothing was.
  ///   - host: what it is now.
  ///   - more: present settings that a fingerprint does not hold, by key.
  ///   - placement: who is to get which CPUs.
  public init(
    goal: LayoutGoal, run: Run?, host: Fingerprint, more: [String: String] = [:], catalog: Catalog,
    placement: RulePlacement = .none
  ) {
    self.goal = goal
    measured = MeasuredFacts(run)
    topology = host.topology
    // What was measured with, and what the storage below it is, is told by the Run alone.
    noted = (run?.host.noted ?? [:]).filter { $0.key.contains(".") }.merging(host.noted) { $1 }
      .filter { $0.value != HostFacts.unknown }
    kernel = host.declared["kernel"].flatMap { KernelVersion($0) }
    settings = Self.catalogNames(host.settings).merging(more) { $1 }
    self.catalog = catalog
    self.placement = placement
  }

  /// A fingerprint finds debugfs below sysfs, and has the parentheses of `sched/preempt` as the kernel prints them.
  private static func catalogNames(_ settings: [String: String]) -> [String: String] {
    let prefix = "sysfs/kernel/debug/"
    var named = settings
    for (key, value) in settings where key.hasPrefix(prefix) {
      let name = "debugfs/\(key.dropFirst(prefix.count))"
      named[name] =
        name == "debugfs/sched/preempt"
        ? String(value.map { $0 == "(" ? "[" : $0 == ")" ? "]" : $0 }) : value
    }
    return named
  }
}

/// What rules need to know of the layout of CPUs.
public struct RulePlacement: Sendable, Equatable {
  /// No guests are known, and nobody gets CPUs of its own.
  public static let none = RulePlacement()

  /// CPUs that the host keeps.
  public var housekeeping = CPUSet()
  /// CPUs that guests have for themselves.
  public var exclusive = CPUSet()
  /// Guests that were asked for.
  public var guests = 0
  /// Bytes of memory of all guests that were asked for.
  public var guestBytes: UInt64 = 0
  /// Bytes of the guests that have a place, by node.
  public var bytesByNode: [Int: UInt64] = [:]
  /// Whether every guest has a place within one node.
  public var isWithinNodes = false

  /// Nothing is known.
  public init() {}

  /// What a layout says.
  public init(_ layout: CPULayout, guests: [GuestShape]) {
    housekeeping = layout.housekeeping
    exclusive = layout.exclusiveCPUs
    self.guests = guests.reduce(0) { $0 + $1.count }
    guestBytes = guests.reduce(0) { sum, shape in
      let (bytes, overflow) = shape.memoryBytes.multipliedReportingOverflow(by: UInt64(shape.count))
      let (total, tooMuch) = sum.addingReportingOverflow(bytes)
      return overflow || tooMuch ? .max : total
    }
    for place in layout.places {
      for memory in place.memory { bytesByNode[memory.node, default: 0] += memory.bytes }
    }
    isWithinNodes = layout.fits && !layout.places.isEmpty && layout.places.allSatisfy { $0.nodes.count == 1 }
  }
}
