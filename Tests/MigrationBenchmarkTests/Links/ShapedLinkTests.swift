import Glibc
import MigrationBenchmark
import Platform
import TestSupport
import Testing

@Suite(.enabled(if: Networks.areThere, "\(Networks.reason)")) struct ShapedLinkTests {
  private static let port: UInt16 = 4444

  /// Both ends of a connection over it.
  private static func connect(_ link: ShapedLink) throws -> (source: TCPPeer, destination: TCPPeer) {
    let address = String(link.incoming.split(separator: ":")[1])
    let listener = try link.inNetwork(of: .destination) { try TCPPeer.listen(at: address, port) }
    let source = try link.inNetwork(of: .source) { try TCPPeer.connect(to: address, port) }
    return (source, try listener.accept())
  }

  @Test func itIsOpenedByItsTextAndHasAnAddress() throws {
    let before = try Networks.ofTheMachine()
    let link = try LinkSpec("tbf,rate=256mbit").open()
    #expect(link is ShapedLink)
    #expect(link.incoming == "tcp:10.77.0.2:4444" && link.outgoing == link.incoming)
    #expect(link.carriedBytes != nil)
    let own = try NetworkNamespace.identityOfThread
    let inside = try LinkSide.allCases.map { side in
      try link.inNetwork(of: side) { try NetworkNamespace.identityOfThread }
    }
    #expect(Set(inside + [own]).count == 3)
    #expect(try NetworkNamespace.identityOfThread == own)
    #expect(try Networks.ofTheMachine() == before)
    link.close()
    link.close()
    link.cut()
    #expect(link.carriedBytes == nil)
    let error = #expect(throws: LinkError.self) { try link.inNetwork(of: .source) {} }
    #expect(error?.kind == .closed)
  }

  @Test func theRateIsThatOfTheWire() throws {
    let rate = 32e6
    let link = try ShapedLink(rate: rate)
    let (source, destination) = try Self.connect(link)
    let total = 20_000_000
    let start = Clock.now()
    let writer = try Thread { try? source.send(total) }
    #expect(try destination.receive() == total)
    let time = Clock.seconds(from: start, to: Clock.now())
    writer.join()
    let carried = try #require(link.carriedBytes)
    let real = Double(total) * 1514 / 1448 / time / rate
    print("tbf: \(real) of the rate over \(time) s; \(total) bytes of payload, \(carried) counted")
    #expect(carried >= UInt64(total))
    #expect(Double(carried) < Double(total) * 1.1)
    // Never more but for the burst.
    #expect(time > Double(total) / rate - 0.01)
    #expect(real > 0.3)
  }

  @Test func theOtherDirectionIsShapedAsWell() throws {
    let rate = 16e6
    let link = try ShapedLink(rate: rate)
    let (source, destination) = try Self.connect(link)
    let start = Clock.now()
    let writer = try Thread { try? destination.send(4_000_000) }
    #expect(try source.receive() == 4_000_000)
    writer.join()
    #expect(Clock.seconds(from: start, to: Clock.now()) > 4_000_000 / rate - 0.01)
  }

  @Test func aCutInMidTransferEndsBothSides() throws {
    let link = try ShapedLink(rate: 32e6)
    let (source, destination) = try Self.connect(link)
    let code = Left<Int32?>()
    let writer = try Thread {
      do { try source.send(1 << 40) } catch { code.put((error as? SystemError)?.code) }
    }
    #expect(try destination.receive(1_000_000) >= 1_000_000)
    let start = Clock.now()
    link.cut()
    writer.join()
    #expect([EPIPE, ECONNABORTED, ECONNRESET].contains(code.value ?? nil))
    #expect(throws: SystemError.self) { try destination.receive() }
    print(
      "tbf: both sides saw the cut \(Clock.seconds(from: start, to: Clock.now())) s after it was asked for")
    link.cut()
  }

  @Test func nothingStaysBehind() async {
    // In a process of its own, where nobody else opens anything.
    await #expect(processExitsWith: .success) {
      try ShapedLinkTests.use()
      let before = Remains.count()
      let interfaces = try Networks.ofTheMachine()
      for _ in 0..<3 { try ShapedLinkTests.use() }
      #expect(before.areAll(), "\(before), now \(Remains.count())")
      #expect(before.networks == 0)
      #expect(try Networks.ofTheMachine() == interfaces)
    }
  }

  private static func use() throws {
    let link = try ShapedLink(rate: 32e6)
    let (source, destination) = try connect(link)
    let writer = try Thread { try? source.send(1 << 40) }
    _ = try destination.receive(100_000)
    link.cut()
    writer.join()
    link.close()
  }
}
