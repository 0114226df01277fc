import Glibc
import MigrationBenchmark
import Platform
import Synchronization
import TestSupport
import Testing

@Suite struct RelayLinkTests {
  @Test(arguments: [(0.0, 0.0), (0.0, 0.002), (200e6, 0.0), (100e6, 0.003)])
  func bytesComeUnchangedBothWaysOnSeveralConnections(rate: Double, delay: Double) throws {
    let bench = try RelayBench(rate: rate, delay: delay)
    let pairs = try (0..<4).map { _ in try bench.connect() }
    let failures = Mutex<[String]>([])
    // Each direction of each connection: one that writes, one that reads.
    try OwnThread.run(times: 16) { number in
      let pair = pairs[number / 4]
      let isBack = number % 4 >= 2
      let sent = RelayBench.bytes(1_500_000 + number / 2 * 1000, seed: UInt64(number / 2))
      do {
        if number % 2 == 0 {
          let writer = isBack ? pair.destination : pair.source
          // Pieces of many sizes.
          var offset = 0
          while offset < sent.count {
            let end = min(sent.count, offset + 1 + (offset &* 31) % 70_000)
            try writer.write(sent[offset..<end], until: RelayBench.soon)
            offset = end
          }
          writer.endWriting()
        } else {
          let came = try RelayBench.readAll(isBack ? pair.source : pair.destination)
          if came != sent {
            failures.withLock { $0.append("\(number): \(came.count) of \(sent.count) bytes") }
          }
        }
      } catch { failures.withLock { $0.append("\(number): \(error)") } }
    }
    #expect(failures.withLock { $0 } == [])
    // Counted when it is delivered, by a thread that is joined here.
    bench.link.close()
    let expected = stride(from: 0, to: 8, by: 2).reduce(0) { $0 + 1_500_000 + $1 * 1000 }
    #expect(bench.link.carriedBytes == UInt64(expected))
    #expect(bench.link.failure == nil)
  }

  @Test(arguments: [1, 3])
  func theRateIsKeptByAllConnectionsTogether(connections: Int) throws {
    let rate = 32e6
    let bench = try RelayBench(rate: rate)
    let pairs = try (0..<connections).map { _ in try bench.connect() }
    let total = 24_000_000
    let before = try CurrentProcess.usage().cpuSeconds
    let first = Clock.now()
    try OwnThread.run(times: 2 * connections) { number in
      let pair = pairs[number / 2]
      // An error shows as bytes that are missing.
      if number % 2 == 0 {
        try? pair.source.write(
          [UInt8](repeating: 1, count: total / connections), count: nil, until: RelayBench.soon)
      } else {
        _ = try? RelayBench.read(pair.destination, most: total / connections)
      }
    }
    let time = Clock.seconds(from: first, to: Clock.now())
    let cpu = try CurrentProcess.usage().cpuSeconds - before
    bench.link.close()
    let real = Double(total) / time / rate
    print("relay: \(connections) connections at \(real) of the rate over \(time) s; all threads \(cpu) CPU s")
    #expect(bench.link.carriedBytes == UInt64(total))
    // Never more but for the burst and 50 ms that the thread may have been late before; less where it is busy.
    #expect(time > Double(total) / rate - 0.06)
    #expect(real > 0.3)
  }

  @Test func nothingIsThereBeforeTheDelay() throws {
    let delay = 0.02
    let bench = try RelayBench(delay: delay)
    let (source, destination) = try bench.connect()
    var buffer = [UInt8](repeating: 0, count: 16)
    for round in UInt8(0)..<8 {
      let start = Clock.now()
      try source.write([round], until: RelayBench.soon)
      #expect(try destination.read(into: &buffer, until: RelayBench.soon) == 1)
      #expect(buffer[0] == round)
      #expect(Clock.now() - start >= 20_000_000)
      try destination.write([round, round], until: RelayBench.soon)
      #expect(try source.read(into: &buffer, until: RelayBench.soon) == 2)
      let time = Clock.seconds(from: start, to: Clock.now())
      #expect(time >= 2 * delay)
      if round == 7 { print("relay: there and back in \(time) s at a delay of \(delay) s") }
    }
    #expect(bench.link.carriedBytes == 8)
  }

  @Test func anEndFollowsWhatWasBeforeItAndTheOtherDirectionGoesOn() throws {
    let bench = try RelayBench(rate: 50e6, delay: 0.005)
    let (source, destination) = try bench.connect()
    let sent = RelayBench.bytes(1_000_000, seed: 3)
    let writer = try Thread {
      try? source.write(sent, until: RelayBench.soon)
      source.endWriting()
    }
    #expect(try RelayBench.readAll(destination) == sent)
    writer.join()
    try destination.write("thanks".utf8, until: RelayBench.soon)
    destination.endWriting()
    #expect(try RelayBench.readAll(source) == Array("thanks".utf8))
    // And the next connection is as good.
    let (again, other) = try bench.connect()
    try again.write("x".utf8, until: RelayBench.soon)
    #expect(try RelayBench.read(other, most: 1) == 1)
  }

  @Test func aSenderWaitsWhereNobodyReads() throws {
    let bench = try RelayBench()
    let (source, destination) = try bench.connect()
    let chunk = RelayBench.bytes(1 << 16, seed: 9)
    var sent = 0
    var set = SocketSet()
    // Full is full when it stays so for a time.
    while sent < 64 << 20 {
      set.removeAll()
      let place = set.add(source, for: .writing)
      try set.wait(until: Clock.now() + 300_000_000)
      guard set.isReady(place), let count = try source.send(chunk, at: sent % chunk.count..<chunk.count)
      else { break }
      sent += count
    }
    print("relay: \(sent) bytes under way to one that does not read")
    // What it may hold, and what the kernel holds for two connections (net.core.wmem_default each).
    #expect(sent < 8 << 20)
    source.endWriting()
    var offset = 0
    var isSame = true
    try RelayBench.read(destination) { piece in
      for byte in piece {
        if byte != chunk[offset % chunk.count] { isSame = false }
        offset += 1
      }
    }
    #expect(offset == sent)
    #expect(isSame)
  }
}
