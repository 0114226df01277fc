internal import Platform

extension LinkSpec: CustomStringConvertible, Codable {
  /// Reads `none`, `relay,rate=256mbit,delay=2ms`, `tbf,rate=1gbit`.
  ///
  /// Rates are tc's words (`kbit`, `mbit`, `gbit`: powers of 1,000, bits a second) or bytes a second, also with `k`, `m`,
  /// `g` (powers of 1,024); delays `us`, `ms`, `s` or seconds. What is left out is 0.
  ///
  /// - Throws: `LinkError` of kind `unclear`, which says what was wrong and what to write.
  public init(_ text: String) throws(LinkError) {
    let parts = text.lowercased().split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingSpace()
    }
    let kind = parts.first ?? ""
    guard let known = Self.keys[kind] else {
      throw LinkError(
        .unclear,
        "'\(text)' is no link: write none, relay,rate=256mbit,delay=2ms or tbf,rate=1gbit")
    }
    var values: [String: Double] = [:]
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, known.contains(String(pair[0])) else {
        throw Self.unknown(part, of: kind, known)
      }
      let key = String(pair[0])
      if values[key] != nil { throw LinkError(.unclear, "\(key) stands twice in '\(text)': keep one") }
      values[key] = key == "rate" ? try Self.rate(String(pair[1])) : try Self.delay(String(pair[1]))
    }
    switch kind {
    case "relay": self = .relay(rate: values["rate"] ?? 0, delay: values["delay"] ?? 0)
    case "tbf":
      guard let rate = values["rate"], rate > 0 else {
        throw LinkError(.unclear, "'\(text)' has no rate to shape to: write tbf,rate=1gbit")
      }
      self = .tbf(rate: rate, delay: values["delay"] ?? 0)
    default: self = .none
    }
    try check()
  }

  /// The shortest text that means it; `init` reads it back to the same value (a delay below 0.1 ms that is no whole
  /// number of microseconds: to the last digit but one).
  public var description: String {
    switch self {
    case .none: "none"
    case .relay(let rate, let delay): "relay" + Self.text("rate", rate) + Self.text("delay", delay)
    case .tbf(let rate, let delay): "tbf" + Self.text("rate", rate) + Self.text("delay", delay)
    }
  }

  /// From its text.
  public init(from decoder: any Decoder) throws {
    self = try LinkSpec(decoder.singleValueContainer().decode(String.self))
  }

  /// As its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  private static let keys: [String: [String]] = [
    "none": [], "relay": ["rate", "delay"], "tbf": ["rate", "delay"],
  ]

  private struct Unit {
    let name: String
    // What is written times the one, over the other: exact, or rounded once.
    var times = 1.0
    var over = 1.0
  }

  // Where two texts are equally short, the first of them is taken.
  private static let rateUnits = [
    Unit(name: "gbit", times: 125e6), Unit(name: "mbit", times: 125e3), Unit(name: "kbit", times: 125),
    Unit(name: "g", times: 0x1p30), Unit(name: "m", times: 0x1p20), Unit(name: "k", times: 0x1p10),
    Unit(name: ""),
  ]
  private static let delayUnits = [
    Unit(name: "us", over: 1e6), Unit(name: "ms", over: 1e3), Unit(name: "s"),
  ]

  private static func unknown(_ part: String, of kind: String, _ known: [String]) -> LinkError {
    if known.isEmpty { return LinkError(.unclear, "'\(part)': \(kind) has nothing to set; write \(kind)") }
    let example = kind == "relay" ? "relay,rate=256mbit,delay=2ms" : "tbf,rate=1gbit"
    return LinkError(
      .unclear,
      "'\(part)' is nothing that \(kind) knows: it has \(known.joined(separator: " and ")), as in \(example)")
  }

  private static func rate(_ text: String) throws(LinkError) -> Double {
    guard let value = number(text, rateUnits), value == 0 || rates.contains(value) else {
      throw LinkError.rate(text)
    }
    return value
  }

  private static func delay(_ text: String) throws(LinkError) -> Double {
    guard let value = number(text, delayUnits + [Unit(name: "")]), value == 0 || delays.contains(value) else {
      throw LinkError.delay(text)
    }
    return value
  }

  /// A number with one of these units; nil for anything else. Double would read hexadecimal digits and "inf" as well.
  private static func number(_ text: String, _ units: [Unit]) -> Double? {
    let digits = text.prefix { $0 == "." || ("0"..."9").contains($0) }
    let name = text.dropFirst(digits.count)
    guard digits.utf8.count == digits.count, let unit = units.first(where: { $0.name == name }),
      let number = Double(digits)
    else { return nil }
    return number * unit.times / unit.over
  }

  /// `,rate=256mbit`; nothing for 0.
  private static func text(_ key: String, _ value: Double) -> String {
    if value == 0 { return "" }
    let units = key == "rate" ? rateUnits : delayUnits
    let texts = units.map { unit in
      let amount = value / unit.times * unit.over
      return (Int(exactly: amount).map { "\($0)" } ?? "\(amount)") + unit.name
    }
    // Where a quotient was rounded, the product is another number; of two that are short, bits are what links are sold by.
    let exact = texts.filter { number($0, units) == value }
    let bits = exact.filter { $0.hasSuffix("bit") }.min { $0.count < $1.count }
    let shortest = exact.min { $0.count < $1.count } ?? texts[0]
    return ",\(key)=\(bits.map { $0.count <= shortest.count + 1 ? $0 : shortest } ?? shortest)"
  }
}

extension LinkError {
  static func rate(_ text: String) -> LinkError {
    LinkError(
      .unclear,
      "'\(text)' is no rate: write 256mbit (kbit, mbit, gbit) or 32m for bytes a second, from 8kbit to 1000gbit"
    )
  }

  static func delay(_ text: String) -> LinkError {
    LinkError(.unclear, "'\(text)' is no delay: write 2ms (us, ms, s), from 1us to 10s")
  }

  static let noDelay = LinkError(
    .unclear, "tbf has no delay to give: leave it out, or take relay,rate=…,delay=…, which has")
}
