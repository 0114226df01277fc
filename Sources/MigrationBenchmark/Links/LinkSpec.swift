/// What a migration goes over, as people write it and as results name it (the metric label `link`).
public enum LinkSpec: Hashable, Sendable {
  /// From one QEMU to the other by a socket, as fast as they can.
  case none
  /// Through a relay in this process; needs no rights.
  ///
  /// - rate: bytes a second from source to destination, and as many back; 0 = no limit, else 1,000 to 125e9.
  /// - delay: seconds that every byte is under way, each way; 0, or 1e-6 to 10.
  case relay(rate: Double, delay: Double)
  /// TCP between network namespaces that the kernel shapes (tc-tbf(8)); needs root and iproute2.
  ///
  /// - rate: bytes a second on the wire, headers included, each way; 1,000 to 125e9.
  /// - delay: 0; tbf has none to give.
  case tbf(rate: Double, delay: Double = 0)

  /// Rates that are no slip of the pen, in bytes a second: 8 kbit to 1,000 gbit.
  static let rates = 1_000.0...125e9
  /// Delays, in seconds.
  static let delays = 1e-6...10.0

  /// Checks what was put together without the parser.
  ///
  /// - Throws: `LinkError` of kind `unclear`.
  func check() throws(LinkError) {
    switch self {
    case .none: return
    case .relay(let rate, let delay):
      if rate != 0, !Self.rates.contains(rate) { throw LinkError.rate("\(rate)") }
      if delay != 0, !Self.delays.contains(delay) { throw LinkError.delay("\(delay)") }
    case .tbf(let rate, let delay):
      if !Self.rates.contains(rate) { throw LinkError.rate("\(rate)") }
      if delay != 0 { throw LinkError.noDelay }
    }
  }

  /// Makes the link.
  ///
  /// - Throws: `LinkError`: of kind `unclear` for numbers out of range, `refused` where this machine or this user cannot
  ///   have it, `failed` for what the system says.
  public func open() throws -> any MigrationLink {
    try check()
    switch self {
    case .none: return try DirectLink()
    case .relay(let rate, let delay): return try RelayLink(rate: rate, delay: delay)
    case .tbf(let rate, _): return try ShapedLink(rate: rate)
    }
  }
}
