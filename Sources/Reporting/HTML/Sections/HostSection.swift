internal import Experiment
internal import Host
internal import Platform

/// What the host is.
enum HostSection {
  static func markup(_ view: RunView) -> Markup {
    let host = view.run.host
    return .element("section") {
      Markup.element("h3", "Host")
      Markup.element("div", ["class": "grid"]) {
        Markup.element("div") {
          facts(host)
          settings(host.settings)
        }
        Markup.element("div") { nodes(host.topology) }
      }
    }
  }

  private static func facts(_ host: Fingerprint) -> Markup {
    let hidden = Set(["cpu_flags", "topology"])
    let all = [host.mustMatch, host.declared, host.noted].flatMap { part in
      part.filter { !hidden.contains($0.key) }.sorted { $0.key < $1.key }
    }
    let flags = host.mustMatch["cpu_flags"]
    return .joined([
      Facts.markup([("shape", shape(host.topology))] + all.map { (LabelText.name($0.key), $0.value) }),
      flags.map { list in
        .element("details") {
          Markup.element("summary", "CPU flags")
          Markup.element("p") { Markup.element("code", list) }
        }
      } ?? .empty,
    ])
  }

  private static func shape(_ topology: Topology) -> String {
    func count(_ number: Int, _ one: String, _ many: String) -> String? {
      number == 0 ? nil : "\(number) \(number == 1 ? one : many)"
    }
    return [
      count(topology.packages, "package", "packages"),
      topology.dies == topology.packages ? nil : count(topology.dies, "die", "dies"),
      count(topology.nodes.count, "NUMA node", "NUMA nodes"), count(topology.cores, "core", "cores"),
      count(topology.cpus.count, "CPU", "CPUs"),
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private static func settings(_ settings: [String: String]) -> Markup? {
    guard !settings.isEmpty else { return nil }
    var table = Table("Settings as the kernel prints them", [("setting", .text), ("value", .text)])
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      table.rows.append([.element("code", key), .element("code", value)])
    }
    return .element("details") {
      Markup.element("summary", "\(settings.count) settings")
      table.markup
    }
  }

  private static func nodes(_ topology: Topology) -> Markup {
    var table = Table(
      "NUMA nodes",
      [("node", .text), ("CPUs", .text), ("memory", .number), ("kind", .text), ("distances", .text)])
    for (index, node) in topology.nodes.enumerated() {
      let distances = index < topology.distances.count ? topology.distances[index] : []
      table.add([
        String(node.id), node.memoryOnly ? "none" : "\(node.cpus)",
        node.memoryBytes.map { Units.binary(Double($0)) } ?? "unknown",
        node.kind ?? (node.memoryOnly ? "memory only" : "–"),
        distances.isEmpty ? "unknown" : distances.map(String.init).joined(separator: " "),
      ])
    }
    return table.markup
  }
}
