internal import Comparison
internal import Experiment
internal import Glibc

/// Numbers of crossovers as people read them.
enum CrossoverText {
  /// `1 node`, `3 nodes`.
  static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

  /// A number not below 0 with three digits that count: `0.333`, `0.00926`, `12.3`.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value > 1e-9 else { return value > 0 ? "less than 0.000000001" : "0" }
    let magnitude = Int(log10(value).rounded(.down))
    let decimals = max(0, 2 - magnitude)
    let scale = pow(10, Double(decimals))
    guard value < 1e15 else { return "more than 1e15" }
    let units = Int((value * scale).rounded())
    let whole = units / Int(scale)
    guard decimals > 0 else { return "\(whole)" }
    let rest = String(units % Int(scale))
    var text = "\(whole)." + String(repeating: "0", count: decimals - rest.count) + rest
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A ratio as a change: `+3.1 %`, `−0.4 %`.
  static func change(_ ratio: Double) -> String {
    let share = ratio - 1
    return (share < 0 ? "−" : "+") + percent(abs(share))
  }

  /// A share not below 0: `0.4 %`, `130 %`.
  static func percent(_ share: Double) -> String {
    let tenths = (share * 1_000).rounded()
    guard tenths.isFinite, tenths < 1e9 else { return "more than 1000000 %" }
    return tenths >= 1_000 ? "\(Int((share * 100).rounded())) %" : "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
  }

  /// `3.1 % worse (−4.0 % to −2.2 %)`.
  static func size(_ effect: Effect, _ better: Metric.Direction) -> String {
    let change = effect.ratio - 1
    let word = change == 0 ? "unchanged" : (change > 0) == (better == .higher) ? "better" : "worse"
    let head = change == 0 ? word : "\(percent(abs(change))) \(word)"
    guard let lower = effect.lower, let upper = effect.upper else { return head }
    return "\(head) (\(self.change(lower)) to \(self.change(upper)))"
  }
}

extension CrossoverPlan: CustomStringConvertible {
  /// The plan for people: what is compared, each node's order, what it can show.
  ///
  ///     A is 6.1.0-47, B is 6.1.0-56: 3+3 boots on each of 3 nodes, 20 primary metrics
  ///       n1  A B B A A B
  ///       …
  public var description: String {
    let width = nodes.reduce(0) { max($0, $1.name.count) }
    let orders = nodes.map { node in
      let space = String(repeating: " ", count: width - node.name.count)
      return "  \(node.name)\(space)  \(node.order.map(String.init).joined(separator: " "))"
    }
    let power = power
    return
      ([
        "A is \(base), B is \(candidate): \(bootsPerKernel)+\(bootsPerKernel) boots on "
          + "\(nodes.count == 1 ? "1 node" : "each of \(nodes.count) nodes"), "
          + CrossoverText.count(primaryMetrics, "primary metric")
      ] + orders + [
        "The smallest p that can be reached is \(CrossoverText.number(power.smallestP)); adjusted for "
          + "\(CrossoverText.count(primaryMetrics, "metric")) (Holm) \(CrossoverText.number(power.adjusted)), below the level of "
          + "\(CrossoverText.number(level)).",
        "In each phase boot the kernel of its letter on each node, then record the phase; reboot before the next one "
          + "even where the kernel stays the same: a boot is what is counted.",
      ]).joined(separator: "\n")
  }
}
