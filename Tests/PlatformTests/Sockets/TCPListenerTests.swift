import Glibc
import Platform
import Testing

@Suite struct TCPListenerTests {
  private static var soon: Deadline { .after(.seconds(60)) }

  /// A port of this machine that is free: others may take it meanwhile, so several are tried.
  private static func listen() throws -> (listener: TCPListener, port: UInt16) {
    for _ in 0..<50 {
      let port = UInt16.random(in: 20_000...32_000)
      if let listener = try? TCPListener(at: "127.0.0.1", port: port) { return (listener, port) }
    }
    return (try TCPListener(at: "127.0.0.1", port: 32_001), 32_001)
  }

  @Test func bytesGoBothWays() throws {
    let (listener, port) = try Self.listen()
    let client = try UnixSocket.connect(toTCP: "127.0.0.1", port: port, until: Self.soon)
    let server = try listener.accept(until: Self.soon)
    var buffer = [UInt8](repeating: 0, count: 8)
    try client.write("ping".utf8, until: Self.soon)
    #expect(try server.read(into: &buffer, until: Self.soon) == 4)
    try server.write("pong!".utf8, until: Self.soon)
    #expect(try client.read(into: &buffer, until: Self.soon) == 5)
    #expect(String(decoding: buffer[..<5], as: UTF8.self) == "pong!")
    client.shutDown()
    #expect(try server.read(into: &buffer, until: Self.soon) == 0)
  }

  @Test func whatCannotBeSaysWhy() throws {
    let (listener, port) = try Self.listen()
    let taken = #expect(throws: SystemError.self) { try TCPListener(at: "127.0.0.1", port: port) }
    #expect(taken?.code == EADDRINUSE)
    for address in ["", "localhost", "127.0.0", "::1", "127.0.0.1:5"] {
      let none = #expect(throws: SystemError.self) { try TCPListener(at: address, port: port) }
      #expect(none?.code == EINVAL)
      #expect(throws: SystemError.self) {
        try UnixSocket.connect(toTCP: address, port: port, until: Self.soon)
      }
    }
    // Of the documentation's addresses (RFC 5737): nobody's.
    let strange = #expect(throws: SystemError.self) { try TCPListener(at: "192.0.2.1", port: port) }
    #expect(strange?.code == EADDRNOTAVAIL)
    #expect(
      strange?.description == "cannot listen at 192.0.2.1:\(port): no address of this network (EADDRNOTAVAIL)"
    )
    withExtendedLifetime(listener) {}
  }

  @Test func nobodyThereIsAnError() throws {
    let (listener, port) = try Self.listen()
    let late = #expect(throws: SystemError.self) { try listener.accept(until: .after(.milliseconds(5))) }
    #expect(late?.code == ETIMEDOUT)
    _ = try UnixSocket.connect(toTCP: "127.0.0.1", port: port, until: Self.soon)
    // One that is let go of listens no more.
    let free = try Self.gone()
    let error = #expect(throws: SystemError.self) {
      try UnixSocket.connect(toTCP: "127.0.0.1", port: free, until: Self.soon)
    }
    #expect(error?.code == ECONNREFUSED)
    withExtendedLifetime(listener) {}
  }

  private static func gone() throws -> UInt16 { try listen().port }
}
