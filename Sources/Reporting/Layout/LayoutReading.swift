internal import Advice
internal import Host
internal import Platform

/// A layout on its machine, core by core: what the pictures draw.
struct LayoutReading {
  /// Who has a core.
  enum Owner: Equatable {
    /// The host alone.
    case host
    /// The host and guests together.
    case hostAndGuests
    /// One guest alone.
    case guest(Int)
    /// Guests to come, alone.
    case isolated
    /// Guests together, or any work that needs no quiet.
    case shared
    /// Somebody else: not allowed here.
    case forbidden

    /// What a picture writes on the core.
    var label: String {
      switch self {
      case .host: "H"
      case .hostAndGuests: "Hs"
      case .guest(let number): String(number)
      case .isolated: "i"
      case .shared: "s"
      case .forbidden: "-"
      }
    }

    /// The same for people who ask what it means.
    var meaning: String {
      switch self {
      case .host: "host"
      case .hostAndGuests: "host and guests together"
      case .guest(let number): "guest \(number)"
      case .isolated: "isolated, for guests"
      case .shared: "shared"
      case .forbidden: "not allowed here"
      }
    }
  }

  /// A core with its owner.
  struct Core: Equatable {
    var cpus: CPUSet
    var owner: Owner
  }

  /// Cores that share a cache; without a name where none is shared.
  struct Cache: Equatable {
    var name: String?
    var cores: [Core]
  }

  /// A node with what is in it.
  struct Node: Equatable {
    /// `Node 0, 64 GiB, 12 GiB left`.
    var title: String
    var cpus: CPUSet
    var caches: [Cache]
  }

  let layout: CPULayout
  let topology: Topology
  /// Nodes by number; last the CPUs that belong to none.
  let nodes: [Node]

  /// - Parameter topology: the machine that the layout was made for.
  init(_ layout: CPULayout, _ topology: Topology) {
    self.layout = layout
    self.topology = topology
    let owners = Self.owners(layout, topology)
    var byNode: [Int: [Core]] = [:]
    let places = topology.nodes.enumerated().flatMap { place, node in node.cpus.numbers.map { ($0, place) } }
    let nodeOf = Dictionary(places) { first, _ in first }
    for cpus in topology.coreCPUs {
      let numbers = cpus.numbers
      guard let first = numbers.first else { continue }
      let owner = numbers.lazy.compactMap { owners[$0] }.first ?? .forbidden
      byNode[nodeOf[first] ?? -1, default: []].append(Core(cpus: cpus, owner: owner))
    }
    let level = topology.caches.map(\.level).max() ?? 0
    let caches = topology.caches.filter { $0.level == level && $0.kind != .instruction }
    var nodes = topology.nodes.enumerated().map { place, node in
      let cores = byNode[place] ?? []
      return Node(
        title: Self.title(node, layout), cpus: node.cpus, caches: Self.sorted(cores, into: caches))
    }
    if let cores = byNode[-1] {
      nodes.append(
        Node(
          title: "CPUs without a node", cpus: CPUSet(cores.flatMap(\.cpus.numbers)),
          caches: [Cache(name: nil, cores: cores)]))
    }
    self.nodes = nodes
  }

  /// Owners of CPUs; those of nobody here are missing.
  private static func owners(_ layout: CPULayout, _ topology: Topology) -> [Int: Owner] {
    var owners: [Int: Owner] = [:]
    for partition in layout.partitions where partition.kind == .member {
      for cpu in partition.cpus.numbers { owners[cpu] = .shared }
    }
    for partition in layout.partitions where partition.kind != .member {
      for cpu in partition.cpus.numbers { owners[cpu] = .isolated }
    }
    for cpu in layout.housekeeping.numbers { owners[cpu] = .host }
    for node in layout.nodes {
      for cpu in node.housekeeping.intersection(node.guests).numbers { owners[cpu] = .hostAndGuests }
    }
    let exclusive = layout.exclusiveCPUs
    for place in layout.places {
      for cpu in place.cpus.intersection(exclusive).numbers { owners[cpu] = .guest(place.guest) }
    }
    return owners
  }

  private static func title(_ node: Topology.Node, _ layout: CPULayout) -> String {
    let memory = HostText.memory(node.memoryBytes)
    if node.memoryOnly {
      return "Node \(node.id), \(memory)\(node.kind.map { ", \($0)" } ?? ""), no CPUs: not a home"
    }
    guard let home = layout.nodes.first(where: { $0.id == node.id }) else {
      return "Node \(node.id), \(memory): not allowed here"
    }
    if !home.isHome { return "Node \(node.id), \(memory): not a home" }
    return "Node \(node.id), \(memory)" + (home.freeBytes.map { ", \(HostText.memory($0)) left" } ?? "")
  }

  /// Cores by the outermost cache, where several share one; else all together.
  private static func sorted(_ cores: [Core], into caches: [Topology.Cache]) -> [Cache] {
    guard !cores.isEmpty else { return [] }
    let places = caches.enumerated().flatMap { place, cache in cache.cpus.numbers.map { ($0, place) } }
    let cacheOf = Dictionary(places) { first, _ in first }
    var order: [Int] = []
    var groups: [Int: [Core]] = [:]
    for core in cores {
      let cache = core.cpus.first.flatMap { cacheOf[$0] } ?? -1
      if groups[cache] == nil { order.append(cache) }
      groups[cache, default: []].append(core)
    }
    guard groups.values.contains(where: { $0.count > 1 }) else { return [Cache(name: nil, cores: cores)] }
    return order.map { place in
      Cache(name: place < 0 ? nil : HostText.cache(caches[place]), cores: groups[place] ?? [])
    }
  }

  // MARK: In words

  /// How many guests were asked for.
  var guestCount: Int { layout.places.count + layout.unplaced.reduce(0) { $0 + $1.shape.count } }

  /// `Layout for latency: 5 of 6 guests placed`.
  var headline: String {
    let name = "Layout for \(layout.goal.rawValue)"
    return guestCount == 0
      ? name : "\(name): \(layout.places.count) of \(Units.count(guestCount, "guest")) placed"
  }

  /// The marks in the picture that are no guest's number, with what they mean.
  var legend: [(label: String, meaning: String)] {
    let owners = nodes.flatMap { $0.caches.flatMap { $0.cores.map(\.owner) } }
    let known: [Owner] = [.host, .hostAndGuests, .isolated, .shared, .forbidden]
    return known.filter(owners.contains).map { ($0.label, $0.meaning) }
  }

  /// Whether a core belongs to one guest alone.
  var hasNumbers: Bool { !layout.exclusiveCPUs.isEmpty && !layout.places.isEmpty }

  /// `16 GiB` on one node, `8 GiB on 0, 8 GiB on 1` on several.
  static func memory(_ place: CPULayout.Place) -> String {
    guard place.memory.count > 1 else {
      return place.memory.first.map { HostText.memory($0.bytes) } ?? "none"
    }
    return place.memory.map { "\(HostText.memory($0.bytes)) on \($0.node)" }.joined(separator: ", ")
  }
}
