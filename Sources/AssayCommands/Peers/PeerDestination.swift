internal import ArgumentParser
internal import Platform

/// A node on the command line: `node2`, `node2:9707`, `10.77.0.2:9707`, `::1`, `[::1]:9707`.
struct PeerDestination: Equatable, Sendable {
  /// Seconds that the name service may take.
  private static let patience = 10

  /// A name, or an address in numbers without brackets.
  let host: String
  /// From 1 on; nil where none was written.
  let port: UInt16?

  /// Reads what a user wrote.
  init(_ text: String) throws {
    var host = text[...]
    var port: String?
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      let rest = host[host.index(after: end)...]
      host = host[host.index(after: host.startIndex)..<end]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw Self.wrong(text) }
      if !rest.isEmpty { port = String(rest.dropFirst()) }
    } else if let colon = host.firstIndex(of: ":"), colon == host.lastIndex(of: ":") {
      port = String(host[host.index(after: colon)...])
      host = host[..<colon]
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "[") }) else {
      throw Self.wrong(text)
    }
    self.host = String(host)
    self.port = try port.map { port in
      // UInt16 would read a sign as well.
      guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt16(port), number > 0 else {
        throw Self.wrong(text)
      }
      return number
    }
  }

  private static func wrong(_ text: String) -> ValidationError {
    ValidationError(
      "'\(text.oneLine)' is no node: take HOST, HOST:PORT or [IPv6]:PORT, the port from 1 to 65535")
  }

  /// The first of the node's addresses at which somebody answers.
  ///
  /// - Parameters:
  ///   - usualPort: where none was written.
  ///   - look: throws where nobody does.
  /// - Throws: `CommandFailure` where nobody does at any: what the last one said.
  func answering<Answer>(
    usualPort: UInt16, _ look: (NetworkAddress) throws -> Answer
  ) throws -> (address: NetworkAddress, answer: Answer) {
    do {
      var problem: (any Error)?
      let found = try NetworkAddress.find(
        host, port: port ?? usualPort, until: .after(.seconds(Self.patience)))
      for address in found {
        do { return (address, try look(address)) } catch { problem = error }
      }
      throw problem ?? CommandFailure("it has no address")
    } catch {
      throw CommandFailure("--to \(host): \(error)")
    }
  }
}
