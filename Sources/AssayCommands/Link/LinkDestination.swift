internal import ArgumentParser
internal import LinkBenchmark
internal import Platform

/// A node on the command line: `node2`, `node2:9707`, `10.77.0.2:9707`, `::1`, `[::1]:9707`.
struct LinkDestination: Equatable, Sendable {
  /// Seconds that the name service may take.
  private static let patience = 10

  /// A name, or an address in numbers without brackets.
  let host: String
  /// From 1 on.
  let port: UInt16

  /// Reads what a user wrote.
  init(_ text: String) throws {
    var host = text[...]
    var port = String(LinkOptions.usualPort)
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      let rest = host[host.index(after: end)...]
      host = host[host.index(after: host.startIndex)..<end]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw Self.wrong(text) }
      if !rest.isEmpty { port = String(rest.dropFirst()) }
    } else if let colon = host.firstIndex(of: ":"), colon == host.lastIndex(of: ":") {
      port = String(host[host.index(after: colon)...])
      host = host[..<colon]
    }
    // UInt16 would read a sign as well.
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "[") }),
      port.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt16(port), number > 0
    else { throw Self.wrong(text) }
    self.host = String(host)
    self.port = number
  }

  private static func wrong(_ text: String) -> ValidationError {
    ValidationError(
      "'\(text.oneLine)' is no node: take HOST, HOST:PORT or [IPv6]:PORT, the port from 1 to 65535")
  }

  /// The address at which a link server answers.
  ///
  /// - Throws: `CommandFailure` where none does.
  func answering() throws -> NetworkAddress {
    do {
      let found = try NetworkAddress.find(host, port: port, until: .after(.seconds(Self.patience)))
      return try LinkClient.first(of: found)
    } catch {
      throw CommandFailure("--to \(host): \(error)")
    }
  }
}
