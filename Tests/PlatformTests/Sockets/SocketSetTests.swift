import Platform
import TestSupport
import Testing

@Suite struct SocketSetTests {
  private static var soon: UInt64 { Clock.now() + 60_000_000_000 }

  @Test func onlyThoseThatAreReadyAreTold() throws {
    let (one, other) = try UnixSocket.pair()
    let (quiet, _) = try UnixSocket.pair()
    let tree = try TemporaryTree(inMemory: true)
    let listener = try UnixListener(at: "\(tree.path)/s")
    var set = SocketSet()
    let places = [set.add(one, for: .reading), set.add(one, for: .writing), set.add(listener)]
    try set.wait(until: Self.soon)
    #expect(places.map(set.isReady) == [false, true, false])
    try other.write([1], until: .after(.seconds(60)))
    let client = try UnixSocket.connect(to: listener.path, until: .after(.seconds(60)))
    try set.wait(until: Self.soon)
    #expect(places.map(set.isReady) == [true, true, true])
    withExtendedLifetime((quiet, client)) {}
  }

  @Test func theDeadlineEndsTheWait() throws {
    let (one, other) = try UnixSocket.pair()
    var set = SocketSet()
    let place = set.add(one, for: .reading)
    let deadline = Clock.now() + 3_000_000
    try set.wait(until: deadline)
    #expect(Clock.now() >= deadline)
    #expect(!set.isReady(place))
    try set.wait(until: 0)
    set.removeAll()
    try set.wait(until: Clock.now())
    withExtendedLifetime(other) {}
  }

  @Test func callsThatDoNotWaitSayWhatThereIs() throws {
    let (one, other) = try UnixSocket.pair()
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try one.receive(into: &buffer, at: 0..<8) == nil)
    #expect(try other.send([1, 2, 3, 4], at: 1..<3) == 2)
    #expect(try one.receive(into: &buffer, at: 4..<8) == 2)
    #expect(buffer == [0, 0, 0, 0, 2, 3, 0, 0])
    for range in [0..<0, -1..<2, 7..<9] {
      #expect(throws: SystemError.self) { try one.receive(into: &buffer, at: range) }
      #expect(throws: SystemError.self) { try one.send(buffer, at: range) }
    }
    var sent = 0
    while let count = try other.send([UInt8](repeating: 1, count: 1 << 16), at: 0..<1 << 16) { sent += count }
    #expect(sent > 0)
  }

  @Test func oneDirectionEndsAndTheOtherGoesOn() throws {
    let (one, other) = try UnixSocket.pair()
    one.endWriting()
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try other.receive(into: &buffer, at: 0..<8) == 0)
    #expect(try other.send([9], at: 0..<1) == 1)
    #expect(try one.receive(into: &buffer, at: 0..<8) == 1)
    one.endReading()
    let error = #expect(throws: SystemError.self) { try other.send([9], at: 0..<1) }
    #expect(error?.isPeerGone == true)
  }
}
