import Glibc
import Platform
import TestSupport
import Testing

@Suite struct UnixSocketTests {
  private static var soon: Deadline { .after(.seconds(60)) }
  private static var atOnce: Deadline { .after(.milliseconds(5)) }

  @Test func bytesArriveInOrder() throws {
    let (one, other) = try UnixSocket.pair()
    try one.write("hello".utf8, until: Self.soon)
    try one.write(Array(" all of it".utf8), count: 4, until: Self.soon)
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(try other.waitToRead(until: Self.soon))
    let count = try other.read(into: &buffer, until: Self.soon)
    #expect(String(decoding: buffer[..<count], as: UTF8.self) == "hello all")
  }

  @Test func aDeadlineThatPassesIsAnError() throws {
    let (one, other) = try UnixSocket.pair()
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(try !one.waitToRead(until: Self.atOnce))
    let read = #expect(throws: SystemError.self) { try one.read(into: &buffer, until: Self.atOnce) }
    #expect(read == SystemError(code: ETIMEDOUT, operation: "read from", subject: "a socket pair"))
    // Nobody reads: it is full some time.
    let write = #expect(throws: SystemError.self) {
      try one.write([UInt8](repeating: 1, count: 64 << 20), until: Self.atOnce)
    }
    #expect(write?.code == ETIMEDOUT)
    withExtendedLifetime(other) {}
  }

  @Test func aPeerThatIsGoneIsAnEndAndAnError() throws {
    let (one, other) = try UnixSocket.pair()
    try other.write("last".utf8, until: Self.soon)
    other.shutDown()
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(try one.read(into: &buffer, until: Self.soon) == 4)
    #expect(try one.read(into: &buffer, until: Self.soon) == 0)
    let error = #expect(throws: SystemError.self) { try one.write("x".utf8, until: Self.soon) }
    #expect(error?.code == EPIPE)
    other.shutDown()
  }

  @Test func noBufferIsAnErrorAndNotAnEnd() throws {
    let (one, _) = try UnixSocket.pair()
    var nothing: [UInt8] = []
    #expect(throws: SystemError.self) { try one.read(into: &nothing, until: Self.soon) }
  }

  @Test func shuttingDownEndsAWaitOfAnotherThread() throws {
    let (one, other) = try UnixSocket.pair()
    let reader = try Thread { one.shutDown() }
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(try one.read(into: &buffer, until: Self.soon) == 0)
    reader.join()
    withExtendedLifetime(other) {}
  }

  @Test func aListenerIsAFileThatGoesWithIt() throws {
    let tree = try TemporaryTree(inMemory: true)
    let path = "\(tree.path)/s"
    var listener: UnixListener? = try UnixListener(at: path)
    let taken = #expect(throws: SystemError.self) { try UnixListener(at: path) }
    #expect(taken?.code == EADDRINUSE)
    #expect(throws: SystemError.self) { try listener?.accept(until: Self.atOnce) }
    let client = try UnixSocket.connect(to: path, until: Self.soon)
    let server = try #require(try listener?.accept(until: Self.soon))
    try client.write("abc".utf8, until: Self.soon)
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(try server.read(into: &buffer, until: Self.soon) == 3)
    listener?.shutDown()
    #expect(throws: SystemError.self) { try listener?.accept(until: Self.soon) }
    listener = nil
    #expect(!Files.exists(path))
  }

  @Test func whatCannotBeConnectedToIsAnError() throws {
    let tree = try TemporaryTree(inMemory: true)
    let path = "\(tree.path)/s"
    let missing = #expect(throws: SystemError.self) { try UnixSocket.connect(to: path, until: Self.soon) }
    #expect(missing?.code == ENOENT)
    try tree.write("s", "no socket")
    let refused = #expect(throws: SystemError.self) { try UnixSocket.connect(to: path, until: Self.soon) }
    #expect(refused?.code == ECONNREFUSED)
    let long = tree.path + "/" + String(repeating: "x", count: 108)
    let tooLong = #expect(throws: SystemError.self) { try UnixSocket.connect(to: long, until: Self.soon) }
    #expect(tooLong?.code == ENAMETOOLONG)
    #expect(throws: SystemError.self) { try UnixListener(at: long) }
  }

  @Test func aListenerThatAcceptsNobodyTimesOut() throws {
    let tree = try TemporaryTree(inMemory: true)
    let listener = try UnixListener(at: "\(tree.path)/s")
    var waiting: [UnixSocket] = []
    let error = #expect(throws: SystemError.self) {
      while waiting.count < 1000 {
        waiting.append(try UnixSocket.connect(to: listener.path, until: Self.atOnce))
      }
    }
    #expect(error?.code == ETIMEDOUT)
  }
}
