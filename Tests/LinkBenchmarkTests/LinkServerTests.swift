import Platform
import TestSupport
import Testing

@testable import LinkBenchmark

@Suite("A server that anybody may connect to", .timeLimit(.minutes(10)))
struct LinkServerTests {
  private static var soon: Deadline { .after(.seconds(60)) }

  /// What the server answers to these bytes; empty when it only closes.
  private static func answer(of served: ServedLink, to bytes: [UInt8]) throws -> [UInt8] {
    let connection = try served.client.connect()
    try connection.sendAll(bytes)
    do throws(SystemError) {
      return try connection.receive(exactly: LinkReply.length, until: soon)
    } catch {
      if error.isPeerGone { return [] }
      throw error
    }
  }

  @Test("Rubbish is not answered, and the next client is")
  func rubbish() throws {
    let served = try ServedLink()
    #expect(try Self.answer(of: served, to: Array("GET / HTTP/1.1\r\nHost: n2\r\n\r\n".utf8)).isEmpty)
    #expect(try Self.answer(of: served, to: [UInt8](repeating: 0xff, count: 4_096)).isEmpty)
    try served.client.probe()
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 2))
    #expect(
      said.count == 2 && said.allSatisfy { $0.hasSuffix("sent something else than a request") }, "\(said)")
  }

  @Test("Other versions and measurements out of range are told why")
  func refusals() throws {
    let served = try ServedLink()
    var other = LinkRequest(.probe)
    other.version = 2
    #expect(try LinkReply(frame: Self.answer(of: served, to: other.frame))?.status == .version)
    let endless = LinkRequest(.stream, streams: 1, warmUp: 0, window: 3_601)
    #expect(try LinkReply(frame: Self.answer(of: served, to: endless.frame))?.status == .refused)
    let wide = LinkRequest(.stream, streams: LinkRequest.mostStreams + 1)
    #expect(try LinkReply(frame: Self.answer(of: served, to: wide.frame))?.status == .refused)
    let (tally, _) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 0, failed: 3))
  }

  @Test("Who connects and says nothing, or half of it, does not hold the others up for ever")
  func silence() throws {
    let served = try ServedLink(patience: .seconds(1))
    let mute = try served.client.connect()
    let half = try served.client.connect()
    try half.sendAll(Array(LinkRequest(.probe).frame.prefix(20)))
    try served.client.probe()
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 2), "\(said)")
    withExtendedLifetime((mute, half)) {}
  }

  @Test("While the streams of one measurement come, another client is told to wait")
  func busy() throws {
    let served = try ServedLink()
    let request = LinkRequest(.stream, token: 1, streams: 2, window: 600)
    let first = try served.client.open(request)
    let other = #expect(throws: LinkProblem.self) {
      try served.client.open(LinkRequest(.stream, token: 2, streams: 1))
    }
    #expect(other?.description.contains("measures with somebody else") == true)
    let second = try served.client.open(request)
    first.shutDown()
    second.shutDown()
    try served.client.probe()
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 1), "\(said)")
  }

  @Test("A measurement whose streams do not all come is given up")
  func missingStreams() throws {
    let served = try ServedLink(patience: .seconds(1))
    let first = try served.client.open(LinkRequest(.stream, token: 1, streams: 3, window: 1))
    let second = try served.client.open(LinkRequest(.stream, token: 1, streams: 3, window: 1))
    #expect(try first.receive(exactly: 1, until: Self.soon).isEmpty)
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 0, failed: 1))
    #expect(said.first?.contains("2 of 3 streams came") == true, "\(said)")
    withExtendedLifetime(second) {}
  }

  @Test("A sender that ends before its window is told apart, and the server goes on")
  func senderGone() throws {
    let served = try ServedLink()
    let connection = try served.client.open(LinkRequest(.stream, token: 1, streams: 1, window: 600))
    try connection.sendAll([1, 2, 3])
    connection.shutDown()
    try served.client.probe()
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 1))
    #expect(said.first?.contains("the sender ended early") == true, "\(said)")
  }

  @Test("It ends by itself when nobody comes, and strangers do not keep it")
  func idle() throws {
    let server = try LinkServer(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    let stranger = try TCPConnection.connect(to: server.address, until: Self.soon)
    try stranger.sendAll(Array("rubbish!".utf8))
    let tally = try OwnThread.run { try server.run(idleLimit: .milliseconds(200)) { _ in } }
    #expect(tally.answered == 0)
  }
}
