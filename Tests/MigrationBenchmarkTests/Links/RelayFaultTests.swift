import Glibc
import MigrationBenchmark
import Platform
import TestSupport
import Testing

/// What goes wrong at a relay's sides, or is broken on purpose.
@Suite struct RelayFaultTests {
  @Test func aCutInMidTransferEndsBothSides() throws {
    let bench = try RelayBench(rate: 100e6, delay: 0.01)
    let pairs = try (0..<3).map { _ in try bench.connect() }
    let codes = Left<Int32?>()
    let writer = try Thread { codes.put(RelayBench.writeUntilItFails(pairs[0].source)) }
    #expect(try RelayBench.read(pairs[0].destination, most: 2_000_000) >= 2_000_000)
    bench.link.cut()
    writer.join()
    #expect([EPIPE, ECONNRESET].contains(codes.value ?? nil))
    for pair in pairs {
      #expect(try RelayBench.hasEnded(pair.source))
      #expect(try RelayBench.hasEnded(pair.destination))
    }
    #expect(try #require(bench.link.carriedBytes) >= 2_000_000)
    let error = #expect(throws: SystemError.self) {
      try UnixSocket.connect(to: LinkPath.file(bench.link.outgoing), until: RelayBench.soon)
    }
    #expect(error?.code == ENOENT)
    bench.link.cut()
    #expect(Files.exists(bench.directory))
  }

  @Test func withoutADestinationTheConnectionIsEnded() throws {
    let link = try RelayLink()
    let source = try UnixSocket.connect(to: LinkPath.file(link.outgoing), until: RelayBench.soon)
    #expect(try RelayBench.hasEnded(source))
    // One that is there later is found.
    let listener = try UnixListener(at: LinkPath.file(link.incoming))
    let again = try UnixSocket.connect(to: LinkPath.file(link.outgoing), until: RelayBench.soon)
    let destination = try listener.accept(until: RelayBench.soon)
    try again.write([1], until: RelayBench.soon)
    #expect(try RelayBench.read(destination, most: 1) == 1)
  }

  @Test func aDestinationThatDiesEndsTheSource() throws {
    let bench = try RelayBench(rate: 100e6)
    let (source, destination) = try bench.connect()
    let code = Left<Int32?>()
    let writer = try Thread { code.put(RelayBench.writeUntilItFails(source)) }
    try RelayBench.read(destination, most: 500_000)
    destination.shutDown()
    writer.join()
    #expect(code.value == EPIPE)
    #expect(try RelayBench.hasEnded(source))
  }

  @Test func aSourceThatDiesEndsTheDestination() throws {
    let bench = try RelayBench(delay: 0.002)
    var pair: (source: UnixSocket, destination: UnixSocket)? = try bench.connect()
    let destination = try #require(pair).destination
    // Unread at the source when it goes: a reset, and what it sent before still comes.
    try destination.write([1, 2, 3], until: RelayBench.soon)
    try pair?.source.write([4, 5], until: RelayBench.soon)
    #expect(try pair?.source.waitToRead(until: RelayBench.soon) == true)
    pair = nil
    #expect(try RelayBench.readAll(destination) == [4, 5])
    #expect(RelayBench.writeUntilItFails(destination) == EPIPE)
  }

  @Test func connectionsWaitWhileTheDestinationTakesNone() throws {
    let bench = try RelayBench()
    // More than the queue of a listener holds.
    let sources = try (0..<40).map { number in
      let source = try UnixSocket.connect(to: LinkPath.file(bench.link.outgoing), until: RelayBench.soon)
      try source.write([UInt8(number)], until: RelayBench.soon)
      return source
    }
    var buffer = [UInt8](repeating: 0, count: 4)
    for number in sources.indices {
      let destination = try bench.listener.accept(until: RelayBench.soon)
      #expect(try destination.read(into: &buffer, until: RelayBench.soon) == 1)
      #expect(Int(buffer[0]) == number)
    }
  }

  @Test func closingWhileATransferHangsEndsIt() throws {
    let bench = try RelayBench(rate: 10e6, delay: 0.1)
    let (source, destination) = try bench.connect()
    let code = Left<Int32?>()
    // Nobody reads at the other side.
    let writer = try Thread { code.put(RelayBench.writeUntilItFails(source)) }
    #expect(try destination.waitToRead(until: RelayBench.soon))
    bench.link.close()
    bench.link.close()
    writer.join()
    #expect([EPIPE, ECONNRESET].contains(code.value ?? nil))
    #expect(!Files.exists(bench.directory))
  }

  @Test func lettingGoOfItClosesIt() throws {
    var link: RelayLink? = try RelayLink()
    let directory = Files.parent(of: LinkPath.file(try #require(link).outgoing))
    #expect(LinkPath.mode(directory) == 0o700)
    let source = try UnixSocket.connect(
      to: LinkPath.file(try #require(link).outgoing), until: RelayBench.soon)
    link = nil
    #expect(try RelayBench.hasEnded(source))
    #expect(!Files.exists(directory))
  }

  @Test func nothingStaysBehind() async {
    // In a process of its own, where nobody else opens anything.
    await #expect(processExitsWith: .success) {
      try RelayFaultTests.use()
      let before = Remains.count()
      for _ in 0..<20 { try RelayFaultTests.use() }
      #expect(before.areAll(), "\(before), now \(Remains.count())")
    }
  }

  /// A link with connections in every state, closed in the middle of it.
  private static func use() throws {
    let bench = try RelayBench(rate: 50e6, delay: 0.001)
    let pairs = try (0..<3).map { _ in try bench.connect() }
    let writer = try Thread { _ = RelayBench.writeUntilItFails(pairs[0].source) }
    try RelayBench.read(pairs[0].destination, most: 100_000)
    pairs[1].source.endWriting()
    pairs[2].destination.shutDown()
    bench.link.close()
    writer.join()
    #expect(!Files.exists(bench.directory))
  }
}
