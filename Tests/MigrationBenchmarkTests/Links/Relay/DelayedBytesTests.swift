import Platform
import Testing

@testable import MigrationBenchmark

@Suite struct DelayedBytesTests {
  /// What is there now, without waiting.
  private static func take(_ socket: UnixSocket) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    guard let count = try socket.receive(into: &buffer, at: 0..<buffer.count) else { return [] }
    return Array(buffer[..<count])
  }

  @Test func bytesLeaveWhenTheyAreDue() throws {
    let (origin, near) = try UnixSocket.pair()
    let (far, target) = try UnixSocket.pair()
    var bytes = DelayedBytes()
    #expect(bytes.nextDue == nil)
    var got = try bytes.receive(from: near, most: 100)
    #expect(got.count == nil)
    for (text, due) in [("abc", UInt64(10)), ("de", 20), ("f", 30)] {
      try origin.write(text.utf8, until: .after(.seconds(60)))
      got = try bytes.receive(from: near, most: 3)
      #expect(got.count == text.utf8.count)
      #expect(got.isFull == (text == "abc"))
      bytes.mark(due: due)
    }
    #expect(bytes.count == 6)
    #expect(bytes.nextDue == 10)
    for (time, count) in [(UInt64(9), 0), (25, 5)] {
      let sent = try bytes.send(to: far, at: time)
      #expect(sent.count == count && !sent.isBlocked)
    }
    #expect(try Self.take(target) == Array("abcde".utf8))
    #expect(bytes.nextDue == 30)
    let last = try bytes.send(to: far, at: 30)
    #expect(last.count == 1)
    #expect(try Self.take(target) == Array("f".utf8))
    #expect(bytes.count == 0 && bytes.nextDue == nil)
    origin.endWriting()
    got = try bytes.receive(from: near, most: 3)
    #expect(got.count == 0)
  }

  @Test func whatDoesNotFitStaysInOrder() throws {
    let (origin, near) = try UnixSocket.pair()
    let (far, target) = try UnixSocket.pair()
    var bytes = DelayedBytes()
    var given: [UInt8] = []
    // Several segments of 256 KiB.
    for number in 0..<40 {
      let piece = [UInt8](repeating: UInt8(number), count: 50_000)
      try origin.write(piece, until: .after(.seconds(60)))
      given += piece
      var left = piece.count
      while left > 0 {
        left -= try bytes.receive(from: near, most: 13_000).count ?? 0
        bytes.mark(due: UInt64(number))
      }
    }
    #expect(bytes.count == given.count)
    var came: [UInt8] = []
    var blocked = 0
    while bytes.count > 0 {
      let (_, isBlocked) = try bytes.send(to: far, at: 100)
      if isBlocked {
        blocked += 1
        #expect(bytes.nextDue == 100 || bytes.nextDue == 0)
      }
      came += try Self.take(target)
    }
    var rest = try Self.take(target)
    while !rest.isEmpty {
      came += rest
      rest = try Self.take(target)
    }
    #expect(blocked > 0)
    #expect(came == given)
  }

  @Test func manySmallPiecesAreTooMany() throws {
    let (origin, near) = try UnixSocket.pair()
    let (far, target) = try UnixSocket.pair()
    var bytes = DelayedBytes()
    var count = 0
    while bytes.takesMore, count < 10_000 {
      try origin.write([1], until: .after(.seconds(60)))
      _ = try bytes.receive(from: near, most: 1)
      bytes.mark(due: UInt64(count))
      count += 1
    }
    #expect(count == 4096)
    let sent = try bytes.send(to: far, at: 0)
    #expect(sent.count == 1)
    #expect(bytes.takesMore)
    #expect(bytes.count == 4095)
    withExtendedLifetime(target) {}
  }
}
