import Glibc
import Platform
import Testing

@testable import VirtualMachine

@Suite struct BeatListenerTests {
  private static let patience = 60.0

  private static func pair() throws -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try SystemCall.runSettingErrno("make a pair of sockets") {
      unsafe Int(socketpair(AF_UNIX, kind, 0, &ends))
    }
    return (ends[0], ends[1])
  }

  private static func send(_ bytes: [UInt8], to socket: Int32) {
    #expect(unsafe write(socket, bytes, bytes.count) == bytes.count)
  }

  @Test func beatsAreKeptAndWaitedFor() throws {
    let (ours, theirs) = try Self.pair()
    let listener = try BeatListener(descriptor: ours)
    close(ours)
    #expect(listener.beats.isEmpty)
    #expect(listener.beat(within: 0) == nil)
    Self.send((0..<3).map(BeaconReaderTests.record).flatMap(BeaconReaderTests.bytes), to: theirs)
    let third = listener.beat(within: Self.patience) { $0.record.sequence == 2 }
    #expect(third?.record == BeaconReaderTests.record(2))
    #expect(listener.beat(from: 1, within: Self.patience)?.record.sequence == 1)
    #expect(!listener.hasEnded)
    // Half of a record, and the end: it is waited for no longer.
    Self.send(Array(BeaconReaderTests.bytes(BeaconReaderTests.record(3)).prefix(10)), to: theirs)
    close(theirs)
    #expect(listener.beat(from: 3, within: Self.patience) == nil)
    #expect(listener.hasEnded)
    #expect(listener.skippedBytes == 10)
    #expect(listener.beats.count == 3)
    listener.stop()
  }
}
