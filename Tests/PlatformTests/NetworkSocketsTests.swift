import Platform
import Testing

@Suite("TCP by IPv4 and IPv6", .timeLimit(.minutes(10)))
struct NetworkSocketsTests {
  private static var soon: Deadline { .after(.seconds(60)) }
  private static let hasIPv6 =
    (try? NetworkAddress(numeric: "::1", port: 0)).flatMap { try? NetworkListener(at: $0) } != nil

  private static func listener(_ host: String = "127.0.0.1") throws -> NetworkListener {
    try NetworkListener(at: NetworkAddress(numeric: host, port: 0))
  }

  @Test("Addresses in numbers, and what is none")
  func addresses() throws {
    let four = try NetworkAddress(numeric: "10.77.0.2", port: 9_707)
    #expect(four.description == "10.77.0.2:9707" && four.host == "10.77.0.2" && four.port == 9_707)
    let six = try NetworkAddress(numeric: "FE80:0::1", port: 1)
    #expect(six.description == "[fe80::1]:1" && six.host == "fe80::1")
    #expect(try NetworkAddress(numeric: "::ffff:10.9.0.1", port: 1).description == "10.9.0.1:1")
    for host in ["", "node", "10.77.0.256", "::g", "[::1]", "10.0.0.1:5"] {
      let none = #expect(throws: NetworkAddress.Unknown.self) { try NetworkAddress(numeric: host, port: 1) }
      #expect(none?.description.hasPrefix("cannot find an address of '\(host)': ") == true)
    }
  }

  @Test("Names are looked up, and those that lead nowhere say so")
  func names() throws {
    let found = try NetworkAddress.find("localhost", port: 80, until: Self.soon)
    #expect(
      found.contains { $0.host == "127.0.0.1" || $0.host == "::1" } && found.allSatisfy { $0.port == 80 })
    // RFC 6761: nobody's name, ever.
    #expect(throws: NetworkAddress.Unknown.self) {
      try NetworkAddress.find("nobody.invalid", port: 80, until: Self.soon)
    }
  }

  private static func talk(_ listener: NetworkListener, to address: NetworkAddress) throws {
    let client = try TCPConnection.connect(to: address, until: soon)
    let server = try listener.accept(until: soon)
    try client.sendAll(Array("ping".utf8))
    #expect(try server.receive(exactly: 4, until: soon) == Array("ping".utf8))
    #expect(try !client.hasReceived())
    #expect(try server.send(Array("pong!".utf8), count: 5) == 5)
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try client.receive(into: &buffer, count: 8) == 5)
    #expect(String(decoding: buffer[..<5], as: UTF8.self) == "pong!")
    client.shutDown()
    #expect(try server.hasReceived())
    #expect(try server.receive(exactly: 3, until: soon).isEmpty)
  }

  @Test func bytesGoBothWays() throws {
    let listener = try Self.listener()
    #expect(listener.address.port != 0)
    try Self.talk(listener, to: listener.address)
  }

  @Test(.enabled(if: hasIPv6, "needs IPv6"))
  func oneListenerServesBothKinds() throws {
    let listener = try Self.listener("::")
    let port = listener.address.port
    try Self.talk(listener, to: NetworkAddress(numeric: "::1", port: port))
    try Self.talk(listener, to: NetworkAddress(numeric: "127.0.0.1", port: port))
  }

  @Test("No call waits beyond its time")
  func limits() throws {
    let listener = try Self.listener()
    #expect(
      #expect(throws: SystemError.self) { try listener.accept(until: .after(.milliseconds(5))) }?.isTimeout
        == true)
    let client = try TCPConnection.connect(to: listener.address, until: Self.soon)
    try client.limit(eachCall: .milliseconds(5))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let late = #expect(throws: SystemError.self) { try client.receive(into: &buffer, count: 8) }
    #expect(late?.isTimeout == true)
    let exact = #expect(throws: SystemError.self) {
      try client.receive(exactly: 1, until: .after(.milliseconds(5)))
    }
    #expect(exact?.isTimeout == true)
    // Nobody reads: the buffers of both ends fill.
    let full = #expect(throws: SystemError.self) {
      while true { _ = try client.send(buffer, count: buffer.count) }
    }
    #expect(full?.isTimeout == true)
  }

  @Test("A peer that is gone, one that is not there, and what cannot be asked for")
  func failures() throws {
    let listener = try Self.listener()
    var buffer = [UInt8](repeating: 0, count: 8)
    do {
      let client = try TCPConnection.connect(to: listener.address, until: Self.soon)
      let server = try listener.accept(until: Self.soon)
      server.abandon()
      #expect(throws: SystemError.self) { try client.receive(into: &buffer, count: 0) }
      #expect(throws: SystemError.self) { try client.receive(into: &buffer, count: 9) }
      #expect(throws: SystemError.self) { try client.send(buffer, count: 9) }
    }
    let taken = #expect(throws: SystemError.self) { try NetworkListener(at: listener.address) }
    #expect(taken?.cause == "the name is taken (EADDRINUSE)")
    listener.shutDown()
    let stopped = #expect(throws: SystemError.self) { try listener.accept(until: Self.soon) }
    #expect(stopped?.isInvalid == true)
    let nobody = #expect(throws: SystemError.self) {
      try TCPConnection.connect(to: listener.address, until: Self.soon)
    }
    #expect(nobody?.cause == "nobody listens there (ECONNREFUSED)")
  }

  @Test func abandoningBreaksTheConnection() throws {
    let listener = try Self.listener()
    let client = try TCPConnection.connect(to: listener.address, until: Self.soon)
    try Self.acceptAndAbandon(listener)
    var buffer = [UInt8](repeating: 0, count: 8)
    let broken = #expect(throws: SystemError.self) { try client.receive(into: &buffer, count: 8) }
    #expect(broken?.isPeerGone == true)
  }

  private static func acceptAndAbandon(_ listener: NetworkListener) throws {
    try listener.accept(until: soon).abandon()
  }
}
