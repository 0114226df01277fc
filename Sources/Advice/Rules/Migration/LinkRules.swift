/// Buffers for the links that guests move over.
enum LinkRules {
  static let all = [send, receive]

  private static let throughput = "migration.throughput{link}"
  private static let source = "Documentation/networking/ip-sysctl.rst"
  private static let proof = "migration.total and migration.throughput over the same link"
  private static let risk = "memory of many connections"

  static let send = Rule(
    "migration.send-buffer", "a send buffer that fills the link", .migration, for: LayoutGoal.allCases,
    reads: [throughput, "sysctl/net.ipv4.tcp_wmem"], knobs: ["sysctl/net.ipv4.tcp_wmem"], risk: risk,
    proof: proof, source: "\(source) (tcp_wmem)"
  ) { (facts) throws(Silence) in try buffer("sysctl/net.ipv4.tcp_wmem", facts) }

  static let receive = Rule(
    "migration.receive-buffer", "a receive buffer that fills the link", .migration, for: LayoutGoal.allCases,
    reads: [throughput, "sysctl/net.ipv4.tcp_rmem"], knobs: ["sysctl/net.ipv4.tcp_rmem"], risk: risk,
    proof: proof, source: "\(source) (tcp_rmem)"
  ) { (facts) throws(Silence) in try buffer("sysctl/net.ipv4.tcp_rmem", facts) }

  private static func buffer(_ key: String, _ facts: RuleFacts) throws(Silence) -> [Proposal] {
    let words = try facts.text(key).split(whereSeparator: \.isWhitespace)
    guard words.count == 3, let present = Double(words[2]) else {
      throw Silence(.notHere, "\(key) reads '\(words.joined(separator: " "))', which is no three numbers")
    }
    let figures = try facts.results("migration.throughput")
    let links = figures.compactMap { figure in
      MigrationLink(figure["link"]).map { (figure: figure, link: $0) }
    }
    guard let longest = links.max(by: { $0.link.product < $1.link.product }) else {
      throw Silence(.notMeasured, "the Run has no migration over a link with a rate and a delay")
    }
    let product = longest.link.product
    try facts.need(
      present < 2 * product,
      "\(FigureText.text(product, "B")) are under way on the longest link; \(key) grows to \(FigureText.text(present, "B"))"
    )
    // Half of a buffer is the kernel's own overhead.
    let wanted = MeasuredDisk.powerOfTwo(atLeast: 2 * product)
    return Proposal.set(
      key, "\(words[0]) \(words[1]) \(wanted)", [Trigger(longest.figure), facts.setting(key)],
      "\(FigureText.text(longest.link.rate, "B/s")) × \(FigureText.text(2 * longest.link.delay, "s")) there and back are"
        + " \(FigureText.text(product, "B")) under way; twice that, for the overhead, as a power of two")
  }
}

/// A link as the label of a metric has it: `relay,rate=256mbit,delay=2ms`.
struct MigrationLink {
  /// Bytes a second.
  let rate: Double
  /// Seconds each way.
  let delay: Double
  /// Bytes that are under way until the first is acknowledged.
  var product: Double { rate * delay * 2 }

  private static let rates: [(String, Double)] = [("kbit", 125), ("mbit", 125e3), ("gbit", 125e6)]
  private static let delays: [(String, Double)] = [("us", 1e-6), ("ms", 1e-3), ("s", 1)]

  /// Nil for a link without rate or delay.
  init?(_ label: String?) {
    guard let rate = Self.rate(label) else { return nil }
    self.rate = rate
    guard let delay = Self.value(label, "delay", Self.delays), delay > 0 else { return nil }
    self.delay = delay
  }

  /// Bytes a second of a link; nil where it has no rate.
  static func rate(_ label: String?) -> Double? { value(label, "rate", rates).flatMap { $0 > 0 ? $0 : nil } }

  private static func value(_ label: String?, _ name: String, _ units: [(String, Double)]) -> Double? {
    guard let part = label?.split(separator: ",").first(where: { $0.hasPrefix("\(name)=") }) else {
      return nil
    }
    let text = part.dropFirst(name.count + 1)
    guard let unit = units.first(where: { text.hasSuffix($0.0) }) else { return Double(text) }
    return Double(text.dropLast(unit.0.count)).map { $0 * unit.1 }
  }
}
