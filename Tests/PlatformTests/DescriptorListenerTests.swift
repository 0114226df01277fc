import Glibc
import Synchronization
import Testing

@testable import Platform

@Suite struct DescriptorListenerTests {
  /// What a listener heard.
  private final class Heard: Sendable {
    let bytes = Mutex<[UInt8]>([])
    let times = Mutex<[UInt64]>([])
    let progress = AwaitedCount()

    func take(_ piece: ArraySlice<UInt8>, _ time: UInt64) {
      bytes.withLock { $0 += piece }
      times.withLock { $0.append(time) }
      progress.advance()
    }

    /// Waits until so many pieces have come.
    func wait(for pieces: UInt32) -> Bool {
      let deadline = Clock.now() + 60_000_000_000
      while progress.count < pieces {
        if !progress.wait(whileAt: progress.count, until: deadline) { return progress.count >= pieces }
      }
      return true
    }
  }

  private static func pipe() throws -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    try SystemCall.runSettingErrno("make a pipe") { unsafe Int(Glibc.pipe(&ends)) }
    return (ends[0], ends[1])
  }

  @Test func whatComesIsHeardWithItsTime() throws {
    let (reader, writer) = try Self.pipe()
    let heard = Heard()
    let before = Clock.now()
    let listener = try DescriptorListener(to: reader) { heard.take($0, $1) }
    close(reader)
    try OwnedDescriptor(owning: dup(writer)).write([1, 2, 3], subject: "a pipe")
    #expect(heard.wait(for: 1))
    #expect(heard.bytes.withLock { $0 } == [1, 2, 3])
    #expect(heard.times.withLock { $0 }.allSatisfy { $0 >= before && $0 <= Clock.now() })
    close(writer)
    // The end is told once.
    #expect(heard.wait(for: 2))
    listener.stop()
    #expect(heard.times.withLock { $0.count } == 2)
  }

  @Test func stoppingHearsWhatHasComeAndEnds() throws {
    let (reader, writer) = try Self.pipe()
    let heard = Heard()
    try OwnedDescriptor(owning: dup(writer)).write([UInt8](repeating: 7, count: 10_000), subject: "a pipe")
    let listener = try DescriptorListener(to: reader) { heard.take($0, $1) }
    listener.stop()
    listener.stop()
    #expect(heard.bytes.withLock { $0.count } == 10_000)
    close(reader)
    close(writer)
  }

  @Test func oneEndOfAConnectionIsHeard() throws {
    let (near, far) = try UnixSocket.pair()
    let heard = Heard()
    let listener = try DescriptorListener(to: near) { heard.take($0, $1) }
    try far.write([5], until: .after(.seconds(60)))
    #expect(heard.wait(for: 1))
    #expect(heard.bytes.withLock { $0 } == [5])
    listener.stop()
  }

  @Test func aDescriptorThatIsNotOpenIsRefused() {
    let error = #expect(throws: SystemError.self) { try DescriptorListener(to: -1) { _, _ in } }
    #expect(error?.description == "cannot listen to descriptor -1: bad file descriptor (EBADF)")
  }
}
