public import Host
import Platform

/// What `assay host` prints for people: the machine's shape, its facts, and what can be measured on it.
public enum HostText {
  /// Renders a report.
  ///
  /// - Parameters:
  ///   - width: columns to fill; lines break at words to stay inside. At least 60 are taken.
  ///   - color: whether to use ANSI colours.
  /// - Returns: lines that end without a line feed after the last.
  public static func render(_ report: HostReport, width: Int, color: Bool) -> String {
    let page = HostPage(report: report, width: max(60, width), paint: Paint(isOn: color))
    return page.lines().joined(separator: "\n")
  }

  /// Bytes of memory for people; `memory unknown` for nil, `no memory` for 0.
  static func memory(_ bytes: UInt64?) -> String {
    guard let bytes else { return "memory unknown" }
    if bytes == 0 { return "no memory" }
    return quantity(bytes, digits: 1)
  }

  /// A cache for people: `L1d 32 KiB`.
  static func cache(_ cache: Topology.Cache) -> String {
    let letter =
      switch cache.kind {
      case .data: cache.level == 1 ? "d" : ""
      case .instruction: "i"
      case .unified: ""
      }
    return "L\(cache.level)\(letter) \(cache.bytes.map { quantity($0, digits: 2) } ?? "of unknown size")"
  }

  /// The largest binary unit in which the number is at least 1, with as many digits as are needed.
  private static func quantity(_ bytes: UInt64, digits: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1024 && unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    let scale = digits == 1 ? 10.0 : 100.0
    let hundredths = Int((value * scale).rounded())
    let whole = hundredths / Int(scale)
    var fraction = String(hundredths % Int(scale))
    while fraction.count < digits { fraction = "0" + fraction }
    while fraction.last == "0" { fraction.removeLast() }
    return "\(whole)\(fraction.isEmpty ? "" : ".\(fraction)") \(units[unit])"
  }
}

/// ANSI colours, or none.
private struct Paint {
  let isOn: Bool

  enum Color: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  func callAsFunction(_ color: Color, _ text: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// One report on its way to lines.
private struct HostPage {
  let report: HostReport
  let width: Int
  let paint: Paint

  func lines() -> [String] {
    title() + [""] + topology() + [""] + facts() + [""] + capabilities()
  }

  private func title() -> [String] {
    let topology = report.topology
    let model = TerminalText.clean(report.facts[.cpuModel] ?? "processor unknown")
    let name =
      report.host == HostFacts.unknown ? "Machine without a name" : TerminalText.clean(report.host)
    return wrap(paint(.bold, name), plain: name, continuing: "  \(model), \(topology.counts)")
  }

  // MARK: Topology

  private func topology() -> [String] {
    var lines = [heading("Topology")]
    let drawn = HostTopologyText.lines(of: report.topology)
    let column = min(width * 3 / 5, drawn.map { $0.art.count + $0.text.count }.max() ?? 0) + 2
    for line in drawn { lines += draw(line, column: column) }
    lines += notes()
    return lines
  }

  /// Text and CPUs on one line where they fit, else the CPUs below.
  private func draw(_ line: HostTopologyText.Line, column: Int) -> [String] {
    let mark = line.mark.isEmpty ? "" : "  [\(line.mark)]"
    let cpus = line.cpus.isEmpty ? "" : "CPU \(line.cpus)"
    let used = line.art.count + line.text.count
    let padding = cpus.isEmpty ? 0 : max(2, column - used)
    if used + padding + cpus.count + mark.count <= width {
      return [
        paint(.dim, line.art) + line.text + spaces(padding) + paint(.dim, cpus) + paint(.yellow, mark)
      ]
    }
    let indent = line.continuation + "  "
    let texts = Self.broken(line.text, to: width - indent.count)
    var lines = texts.enumerated().map { paint(.dim, $0 == 0 ? line.art : indent) + $1 }
    let shown = shortened(cpus, to: width - indent.count - mark.count)
    lines.append(paint(.dim, indent + shown) + paint(.yellow, mark))
    return lines
  }

  private func notes() -> [String] {
    let topology = report.topology
    let classes = HostCoreClasses(topology: topology).all
    var rows = classes.map { core in
      (
        classes.count == 1 ? "each \(core.name)" : core.name,
        (classes.count == 1 ? "" : "CPU \(HostTopologyText.list(core.cpus)): ") + core.description
      )
    }
    if !topology.offlineCPUs.isEmpty { rows.append(("offline", "CPU \(topology.offlineCPUs)")) }
    if !topology.cpus.isSubset(of: topology.allowedCPUs) {
      let allowed = topology.allowedCPUs.isEmpty ? "none" : "CPU \(topology.allowedCPUs)"
      rows.append(("allowed here", "\(allowed) (cgroup and affinity)"))
    }
    if topology.allowedNodes != CPUSet(topology.nodes.map(\.id)) {
      let allowed = topology.allowedNodes.isEmpty ? "none" : "node \(topology.allowedNodes)"
      rows.append(("memory allowed", allowed))
    }
    return [""] + aligned(rows) + distances()
  }

  /// The matrix of up to eight nodes; of more, which distances there are.
  private func distances() -> [String] {
    let topology = report.topology
    guard !topology.distances.isEmpty else { return [] }
    let cells = topology.distances.flatMap { $0 }
    guard topology.nodes.count <= 8 else {
      let values = Set(cells).sorted().map(String.init).joined(separator: ", ")
      return aligned([("distances", "\(values) between \(topology.nodes.count) nodes")])
    }
    let size = (cells.map { "\($0)".count } + topology.nodes.map { "\($0.id)".count }).max() ?? 2
    func row(_ label: String, _ values: [String]) -> String {
      ([label] + values).map { spaces(size - $0.count) + $0 }.joined(separator: " ")
    }
    let head = "  node distances"
    return [head + spaces(Self.column - head.count) + row("", topology.nodes.map { "\($0.id)" })]
      + zip(topology.nodes, topology.distances).map {
        spaces(Self.column) + row("\($0.id)", $1.map(String.init))
      }
  }

  // MARK: Facts

  private func facts() -> [String] {
    var lines: [String] = []
    for (index, group) in factGroups().enumerated() {
      if index > 0 { lines.append("") }
      lines.append(heading(group.title))
      let unknown = group.rows.filter { $0.1 == nil }.map(\.0)
      lines += aligned(group.rows.compactMap { row in row.1.map { (row.0, $0) } })
      if !unknown.isEmpty {
        lines += aligned([(HostFacts.unknown, unknown.joined(separator: ", "))]).map { paint(.yellow, $0) }
      }
    }
    return lines
  }

  private func factGroups() -> [(title: String, rows: [(String, String?)])] {
    let facts = report.facts
    func row(_ label: String, _ names: HostFacts.Name...) -> (String, String?) {
      var known: [String] = []
      for value in names.compactMap({ facts[$0] }) where !known.contains(value) { known.append(value) }
      return (label, known.isEmpty ? nil : known.joined(separator: ", "))
    }
    func bytes(_ label: String, _ name: HostFacts.Name) -> (String, String?) {
      (label, facts.number(name).map { $0 == 0 ? "none" : HostText.memory($0) })
    }
    let pools = report.hugePages.map { "\($0.total) x \(HostText.memory($0.pageBytes))" }.joined(
      separator: ", ")
    let balancing = ["0": "off", "1": "on", "2": "memory tiering"]
    return [
      (
        "Kernel",
        [
          row("release", .kernel, .architecture), row("version", .kernelVersion),
          row("distribution", .distribution), row("command line", .commandLine),
          row("clocksource", .clocksource), ("mitigations", mitigations()),
        ]
      ),
      (
        "Processor",
        [
          row("model", .cpuModel),
          ("family, model, stepping", identity()),
          row("microcode", .microcode), ("vector units", vectorUnits()), row("SMT", .smtControl),
          row("frequency", .frequencyDriver, .frequencyGovernor), row("idle", .idleDriver, .idleGovernor),
          row("isolated CPUs", .isolatedCPUs),
        ]
      ),
      (
        "Memory",
        [
          bytes("total", .memoryTotal), bytes("available", .memoryAvailable), bytes("swap", .swapTotal),
          row("transparent huge pages", .thpEnabled), ("huge page pools", pools.isEmpty ? nil : pools),
          ("NUMA balancing", facts[.numaBalancing].map { balancing[$0] ?? $0 }),
        ]
      ),
      (
        "Surroundings",
        [
          row("hypervisor", .hypervisor), row("container", .container), row("product", .product),
          row("init", .initSystem), row("cgroups", .cgroupVersion, .cgroupPath),
          row("pressure (PSI)", .pressure),
        ]
      ),
    ]
  }

  private func identity() -> String? {
    let parts = [HostFacts.Name.cpuFamily, .cpuModelNumber, .cpuStepping].map { report.facts[$0] }
    guard parts.contains(where: { $0 != nil }) else { return nil }
    return parts.map { $0 ?? HostFacts.unknown }.joined(separator: ", ")
  }

  private func mitigations() -> String? {
    let all = report.facts.mitigations
    if all.isEmpty { return nil }
    let open = all.filter { $0.value.hasPrefix("Vulnerable") }.keys.sorted()
    let mitigated = all.values.count { $0.hasPrefix("Mitigation") }
    let unaffected = all.values.count { $0.hasPrefix("Not affected") }
    return "\(mitigated) at work, \(unaffected) not needed"
      + (open.isEmpty ? "" : ", vulnerable: \(open.joined(separator: ", "))")
  }

  private func vectorUnits() -> String? {
    guard let flags = report.facts[.cpuFlags] else { return nil }
    let present = Set(flags.split(separator: " "))
    let wanted = [
      "sse2", "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512vl", "amx_tile", "asimd", "sve",
      "sve2",
    ]
    let found = wanted.filter { present.contains(Substring($0)) }
    return found.isEmpty ? "none known" : found.joined(separator: " ")
  }

  // MARK: Capabilities

  private func capabilities() -> [String] {
    var lines = [heading("What can be measured here")]
    let label = (report.capabilities.map(\.name.count).max() ?? 0) + 4
    // What a captured machine cannot answer is told once.
    let shared = Dictionary(grouping: report.capabilities.filter { $0.available == .unknown }, by: \.reason)
      .filter { $0.value.count > 2 }
    for capability in report.capabilities where shared[capability.reason] == nil {
      let word =
        switch capability.available {
        case .yes: paint(.green, "yes")
        case .no: paint(.red, "no ")
        case .unknown: paint(.yellow, "?  ")
        }
      let name = capability.isFinerPoint ? "  \(capability.name)" : capability.name
      let start = spaces(2) + name + spaces(label - name.count)
      let indent = start.count + 5
      var text = capability.reason
      if capability.available != .yes, let advice = capability.advice { text += "; \(advice)" }
      let broken = Self.broken(text, to: width - indent)
      lines.append(start + word + "  " + (broken.first ?? ""))
      lines += broken.dropFirst().map { spaces(indent) + $0 }
    }
    for (reason, capabilities) in shared.sorted(by: { $0.key < $1.key }) {
      let names = capabilities.map(\.name).joined(separator: ", ")
      lines += Self.broken("\(HostFacts.unknown): \(names) (\(reason))", to: width - 4).enumerated()
        .map { paint(.yellow, spaces($0 == 0 ? 2 : 4) + $1) }
    }
    return lines
  }

  // MARK: Layout

  private func heading(_ text: String) -> String { paint(.bold, text) }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// Labels in one column, values broken at words in the other.
  private func aligned(_ rows: [(String, String)]) -> [String] {
    rows.flatMap { label, value -> [String] in
      let first = "  " + label + spaces(max(2, Self.column - 2 - label.count))
      let lines = Self.broken(value, to: width - max(first.count, Self.column))
      return lines.enumerated().map { ($0 == 0 ? first : spaces(Self.column)) + $1 }
    }
  }

  /// Where values start.
  private static let column = 28

  private func wrap(_ painted: String, plain: String, continuing text: String) -> [String] {
    if plain.count + text.count <= width { return [painted + text] }
    return [painted] + Self.broken(text.trimmingSpace(), to: width - 2).map { "  " + $0 }
  }

  /// Ends in `…` where there is no room; at a comma or bar where possible.
  private func shortened(_ text: String, to room: Int) -> String {
    guard text.count > room, room > 2 else { return text }
    let kept = text.prefix(room - 2)
    let end = kept.lastIndex { $0 == "," || $0 == "|" } ?? kept.endIndex
    return kept[..<end].trimmingSpace() + " …"
  }

  /// Lines of at most `room` columns, broken at spaces and, in longer words, anywhere; what would steer the
  /// terminal is left out.
  static func broken(_ text: String, to room: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in TerminalText.clean(text).split(separator: " ") {
      var word = word
      if !line.isEmpty && line.count + 1 + word.count > room {
        lines.append(line)
        line = ""
      }
      while word.count > room {
        lines.append(String(word.prefix(room)))
        word = word.dropFirst(room)
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
