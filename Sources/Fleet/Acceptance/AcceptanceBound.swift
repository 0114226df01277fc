/// A bound on a quantity: `>= 20 GB/s`, `<= 2 ms`.
public struct AcceptanceBound: Sendable, Equatable {
  /// On which side the quantity must be.
  public enum Side: String, Codable, Sendable {
    /// Not below the bound.
    case atLeast = "at_least"
    /// Not above it.
    case atMost = "at_most"
  }

  /// On which side.
  public var side: Side
  /// The bound in the SI base unit.
  public var value: Double
  /// The SI base unit that it was written for; nil for a plain number, which is in the metric's own.
  public var unit: String?
  /// As it was written: `>= 20 GB/s`.
  public var text: String

  /// A bound with its side: `>= 20 GB/s`, `<=2ms`; nil for what is none.
  public init?(_ text: String) {
    guard let mark = [(">=", Side.atLeast), ("<=", Side.atMost)].first(where: { text.hasPrefix($0.0) }) else {
      return nil
    }
    self.init(String(text.dropFirst(2)), side: mark.1)
  }

  /// A bound without its side: `20 GB/s`; nil for what is none.
  public init?(_ text: String, side: Side) {
    guard let quantity = Quantity(text) else { return nil }
    self.side = side
    value = quantity.value
    unit = quantity.unit
    self.text = "\(side == .atLeast ? ">=" : "<=") \(quantity.text)"
  }
}

/// A number with a unit as people write it, in the SI base unit.
struct Quantity: Sendable, Equatable {
  let value: Double
  /// The SI base unit; nil for a plain number.
  let unit: String?
  /// Number and unit, with one space between.
  let text: String

  /// What is understood, for messages.
  static let examples =
    "20 GB/s, 10 Gbit/s, 2 ms, 100 us, 50 k op/s, 8 GiB, 5 % or a plain number in the metric's unit"

  private static let decimal: [(prefix: String, factor: Double)] = [
    ("", 1), ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
  ]
  private static let binary: [(prefix: String, factor: Double)] = [
    ("Ki", 1024), ("Mi", 1_048_576), ("Gi", 1_073_741_824), ("Ti", 1_099_511_627_776),
  ]

  /// Names of units with what one of them is in which base unit.
  private static let units: [String: (factor: Double, base: String)] = {
    var units: [String: (factor: Double, base: String)] = [
      "s": (1, "s"), "ms": (1e-3, "s"), "us": (1e-6, "s"), "µs": (1e-6, "s"), "μs": (1e-6, "s"),
      "ns": (1e-9, "s"),
      "min": (60, "s"), "%": (0.01, "1"), "1": (1, "1"),
    ]
    for (prefix, factor) in decimal {
      units["\(prefix)B"] = (factor, "B")
      units["\(prefix)B/s"] = (factor, "B/s")
      // Links are sold in bits.
      units["\(prefix)bit/s"] = (factor / 8, "B/s")
      for (word, base) in [("op/s", "op/s"), ("IOPS", "op/s"), ("ops", "op/s"), ("pages/s", "pages/s")] {
        units["\(prefix)\(word)"] = (factor, base)
        // As our own tables write them: `77.1 k op/s`.
        units["\(prefix) \(word)"] = (factor, base)
      }
    }
    for (prefix, factor) in binary {
      units["\(prefix)B"] = (factor, "B")
      units["\(prefix)B/s"] = (factor, "B/s")
    }
    return units
  }()

  init?(_ text: String) {
    let trimmed = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    guard let number = Double(digits), number.isFinite else { return nil }
    let name = trimmed.dropFirst(digits.count).drop { $0 == " " }
    if name.isEmpty {
      (value, unit) = (number, nil)
      self.text = String(digits)
      return
    }
    guard let known = Self.units[String(name)] else { return nil }
    (value, unit) = (number * known.factor, known.base)
    self.text = "\(digits) \(name)"
  }
}
