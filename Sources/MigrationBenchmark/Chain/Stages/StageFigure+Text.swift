/// Values as people write and read them.
extension StageFigure {
  /// What a bound of it looks like, for messages.
  var expected: String {
    switch kind {
    case .time: "a time above 0 and up to a day: seconds, or a number with us, ms, s or m, as 300ms"
    case .size: "a size: bytes, or a number with k, m, g or t (powers of 1,024), as 64m"
    case .rate: "bytes a second, or a number with k, m, g or t (powers of 1,024), as 10m"
    case .count: "a whole number from 0 on"
    case .share: "a number from 0 to 1"
    }
  }

  /// Reads a bound; nil for what is none or is out of range.
  func bound(_ text: String) -> Double? {
    let digits = text.prefix { $0 == "." || ("0"..."9").contains($0) }
    let name = text.dropFirst(digits.count)
    // Double would read hexadecimal digits and "inf" as well.
    guard digits.utf8.count == digits.count, let number = Double(digits), number.isFinite,
      let unit = Self.units(of: kind).first(where: { $0.name == name })
    else { return nil }
    let value = number * unit.times / unit.over
    switch kind {
    case .time: return value > 0 && value <= 86_400 ? value : nil
    case .size, .rate: return value <= 0x1p60 ? value : nil
    case .count: return value <= 1e15 && value == value.rounded() ? value : nil
    case .share: return value <= 1 ? value : nil
    }
  }

  /// A value of it: `45 µs`, `112.4 MiB/s`, `99.995 %`, `0`.
  public func text(_ value: Double) -> String {
    switch kind {
    case .time: return Self.time(value)
    case .size: return Self.size(value)
    case .rate: return "\(Self.size(value))/s"
    case .count: return "\(Int(clampingTo: value))"
    case .share: return "\(Self.rounded(value * 100, digits: 3)) %"
    }
  }

  private struct Unit {
    let name: String
    // What is written times the one, over the other: exact, or rounded once.
    var times = 1.0
    var over = 1.0
  }

  private static func units(of kind: Kind) -> [Unit] {
    switch kind {
    case .time:
      [
        Unit(name: "us", over: 1e6), Unit(name: "ms", over: 1e3), Unit(name: "s"), Unit(name: "m", times: 60),
        Unit(name: ""),
      ]
    case .size, .rate:
      [
        Unit(name: ""), Unit(name: "k", times: 0x1p10), Unit(name: "m", times: 0x1p20),
        Unit(name: "g", times: 0x1p30), Unit(name: "t", times: 0x1p40),
      ]
    case .count, .share: [Unit(name: "")]
    }
  }

  private static func time(_ seconds: Double) -> String {
    if seconds < 1e-3 { return "\(rounded(seconds * 1e6, digits: 0)) µs" }
    if seconds < 1 { return "\(rounded(seconds * 1e3, digits: 1)) ms" }
    return "\(rounded(seconds, digits: 2)) s"
  }

  private static func size(_ bytes: Double) -> String {
    let units = [(0x1p40, "TiB"), (0x1p30, "GiB"), (0x1p20, "MiB"), (0x1p10, "KiB")]
    guard let (size, name) = units.first(where: { bytes.magnitude >= $0.0 }) else {
      return "\(Int(clampingTo: bytes)) B"
    }
    return "\(rounded(bytes / size, digits: 1)) \(name)"
  }

  /// Without zeros at the end: `5`, `99.995`.
  private static func rounded(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    // Down: what is just short of a bound must not read like it.
    let down = (value * scale + 1e-6).rounded(.down) / scale
    return down == down.rounded() ? "\(Int(clampingTo: down))" : "\(down)"
  }
}

extension Int {
  /// The nearest whole number that there is.
  fileprivate init(clampingTo value: Double) {
    self = value.isNaN ? 0 : Int(exactly: Swift.max(-0x1p62, Swift.min(0x1p62, value)).rounded()) ?? 0
  }
}
