internal import Comparison
internal import Experiment
internal import FoundationEssentials
internal import Host
internal import Platform

/// What the nodes of a fleet are, and what most of them are: the base that each is compared with.
struct NodeFacts {
  private let table: FactTable
  /// By the places of the table's names, the number of the value that most nodes have; nil where none has a majority.
  private let majority: [Int32?]
  /// The shapes that machines have, sizes of memory apart, the most frequent first.
  private let shapes: [Topology]
  /// By node, which of them it has; nodes of which that is unknown have none.
  private let shapeOf: [Int: Int]

  private static let shape = "topology"
  /// What tells one node from the others by its nature.
  private static let identities: Set<String> = [
    "noted/host", "settings/sysctl/kernel.hostname", "settings/sysctl/kernel.domainname",
  ]
  private static let nothing = Topology(
    packages: 0, dies: 0, cores: 0, coreCPUs: [], packageCPUs: [], cpus: CPUSet(), offlineCPUs: CPUSet(),
    allowedCPUs: CPUSet(), allowedNodes: CPUSet(), nodes: [], distances: [], caches: [], coreKinds: [])

  /// - Parameter nodes: the nodes of which something is known.
  init(_ table: FactTable, nodes: [Int]) {
    self.table = table
    let majority: [Int32?] = table.names.indices.map { place in
      var counts: [Int32: Int] = [:]
      for node in nodes { counts[table.number(place: place, node: node), default: 0] += 1 }
      return counts.first { 2 * $0.value > nodes.count }?.key
    }
    self.majority = majority
    (shapes, shapeOf) = Self.shapes(table, nodes)
  }

  private static func shapes(_ table: FactTable, _ nodes: [Int]) -> ([Topology], [Int: Int]) {
    var found: [(shape: Topology, nodes: [Int])] = []
    for node in nodes {
      guard let text = table.value(shape, node: node),
        var shape = try? JSONDecoder().decode(Topology.self, from: Data(text.utf8))
      else { continue }
      // Kernels differ in what they keep for themselves.
      for place in shape.nodes.indices { shape.nodes[place].memoryBytes = nil }
      if let same = found.firstIndex(where: { $0.shape == shape }) {
        found[same].nodes.append(node)
      } else {
        found.append((shape, [node]))
      }
    }
    found.sort { ($1.nodes.count, $0.nodes[0]) < ($0.nodes.count, $1.nodes[0]) }
    var places: [Int: Int] = [:]
    for (place, group) in found.enumerated() {
      for node in group.nodes { places[node] = place }
    }
    return (found.map(\.shape), places)
  }

  /// A node's shape; nil where it is unknown.
  private func shape(of node: Int) -> Topology? { shapeOf[node].map { shapes[$0] } }

  /// What a node does not have in common with most, the likeliest cause of another measurement first.
  func difference(of node: Int) -> HostDiff {
    difference(table.names.indices) {
      majority[$0]
    } candidate: {
      table.number(place: $0, node: node)
    } shapes: {
      (shapes.first, shape(of: node))
    }
  }

  /// What two nodes do not have in common.
  func difference(_ base: Int, _ candidate: Int) -> HostDiff {
    difference(table.names.indices) {
      table.number(place: $0, node: base)
    } candidate: {
      table.number(place: $0, node: candidate)
    } shapes: {
      (shape(of: base), shape(of: candidate))
    }
  }

  /// Facts in which no value has a majority, each with the nodes of every value.
  func scattered(among nodes: [Int]) -> [(
    difference: HostDifference, values: [(text: String?, nodes: [Int])]
  )] {
    let places = table.names.indices.filter {
      majority[$0] == nil && table.names[$0] != Self.shape && !Self.identities.contains(table.names[$0])
    }
    var values: [Int: [(number: Int32, nodes: [Int])]] = [:]
    for place in places {
      var groups: [Int32: [Int]] = [:]
      for node in nodes { groups[table.number(place: place, node: node), default: []].append(node) }
      values[place] = groups.map { (number: $0.key, nodes: $0.value) }.sorted {
        ($1.nodes.count, $0.nodes[0]) < ($0.nodes.count, $1.nodes[0])
      }
    }
    // Two values of each fact tell whether they differ in what matters, and how much.
    let diff = difference(places) {
      values[$0]?[0].number ?? -1
    } candidate: {
      values[$0]?[1].number ?? -1
    } shapes: {
      (nil, nil)
    }
    let names = Dictionary(
      places.map { (Self.key(table.names[$0]), $0) }, uniquingKeysWith: { first, _ in first })
    return diff.differences.flatMap { difference in
      ([difference.key] + difference.alike).compactMap { key in
        names[key].map { place in
          (difference, (values[place] ?? []).map { (table.text($0.number), $0.nodes) })
        }
      }
    }
  }

  // MARK: Fingerprints

  private func difference(
    _ places: some Sequence<Int>, base: (Int) -> Int32?, candidate: (Int) -> Int32,
    shapes: () -> (Topology?, Topology?)
  ) -> HostDiff {
    var (left, right) = (Fingerprint.empty(Self.nothing), Fingerprint.empty(Self.nothing))
    for place in places {
      let name = table.names[place]
      guard let before = base(place), !Self.identities.contains(name) else { continue }
      let after = candidate(place)
      // Of the settings, which are thousands, only those that differ; the facts tell which of them count.
      if before == after, name.hasPrefix("settings/") { continue }
      left.set(name, table.text(before))
      right.set(name, table.text(after))
    }
    left.endCommandLine()
    right.endCommandLine()
    if case (let first?, let second?) = shapes() {
      left.topology = first
      right.topology = second
    }
    return HostDiff(base: left, candidate: right)
  }

  /// The key that a difference has: without its group.
  private static func key(_ name: String) -> String {
    name.hasPrefix("boot/") ? name : String(name.drop { $0 != "/" }.dropFirst())
  }
}

extension Fingerprint {
  fileprivate static func empty(_ topology: Topology) -> Fingerprint {
    Fingerprint(mustMatch: [:], declared: [:], noted: [:], topology: topology, settings: [:])
  }

  /// Sets a fact by its name in the table; nil leaves it unknown.
  fileprivate mutating func set(_ name: String, _ value: String?) {
    guard let value, let slash = name.firstIndex(of: "/") else { return }
    let key = String(name[name.index(after: slash)...])
    switch name[..<slash] {
    case "mustMatch": mustMatch[key] = value
    case "declared": declared[key] = value
    case "noted": noted[key] = value
    case "settings": settings[key] = value
    case "boot": noted["command_line", default: ""] += " " + (value.isEmpty ? key : "\(key)=\(value)")
    default: break
    }
  }

  /// Of two command lines one may have lost all its words: it is empty then, not unknown.
  fileprivate mutating func endCommandLine() { noted["command_line", default: ""] += "" }
}
