import Glibc
import Testing

@testable import Platform

@Suite struct ConsoleTests {
  @Test func readsTheEnvironment() throws {
    #expect(Console.environment("ASSAY_TEST_NO_SUCH_VARIABLE") == nil)
    // PATH is set wherever tests are built and run; the judge is the kernel's copy of the environment.
    let block = try Files.text("/proc/self/environ")
    let entry = block.split(separator: "\0").first { $0.hasPrefix("PATH=") }
    #expect(Console.environment("PATH") == entry.map { String($0.dropFirst("PATH=".count)) })
  }

  /// Only this test touches the kept failure, so both halves are here.
  @Test func aReaderThatWentAwayIsNoFailureButAFullDiskIs() {
    SystemCall.withForcedFailures({ operation, _ in operation == "write to" ? EPIPE : nil }) {
      Console.output("nobody reads this")
    }
    #expect(Console.outputFailure == nil)
    for code in [ENOSPC, EIO] {
      SystemCall.withForcedFailures({ operation, _ in operation == "write to" ? code : nil }) {
        Console.error("this either")
        Console.output("this either")
      }
    }
    #expect(
      Console.outputFailure?.description
        == "cannot write to standard output: no space left on the device (ENOSPC)")
  }

  @Test func aDescriptorThatDoesNotBlockIsWaitedFor() throws {
    var ends: [Int32] = [-1, -1]
    #expect(unsafe pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    #expect(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    // More than a pipe holds: the writer meets EAGAIN before the reader has all.
    let text = String(repeating: "0123456789", count: 50_000)
    let failures = Counter()
    let writer = try Thread {
      do { try Console.write(text, to: writing, name: "pipe") } catch { failures.next() }
      close(writing)
    }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while case let count = unsafe read(reading, &chunk, chunk.count), count > 0 {
      received.append(contentsOf: chunk[..<count])
    }
    writer.join()
    #expect(failures.count == 0)
    #expect(received == Array(text.utf8))
  }

  @Test func aClosedDescriptorIsAnError() {
    #expect(throws: SystemError(code: EBADF, operation: "write to", subject: "nothing")) {
      try Console.write("x", to: -1, name: "nothing")
    }
  }
}
