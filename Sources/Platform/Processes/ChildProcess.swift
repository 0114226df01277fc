internal import CPlatform
import Glibc
import Synchronization

/// A program that runs beside this process, started and waited for without the runtime's pool: for code that measures.
///
/// It has nothing on standard input, the environment of this process, and no descriptor but those that it is given. It
/// is always waited for, in `deinit` at last, which kills it.
///
///     let pair = try SocketPair()
///     let child = try ChildProcess("/usr/bin/qemu-system-x86_64", ["-chardev", "socket,id=c,fd=3"], inheriting: [pair.far])
public final class ChildProcess: Sendable {
  /// The number that the first of the inherited descriptors has in the child; the others follow.
  public static let firstDescriptor = 3

  private static let lastBytes = 32 << 10

  /// Its process number.
  public let identifier: Int
  /// Its file, for messages.
  public let path: String
  private let handle: OwnedDescriptor
  private let said: MemoryFile?
  private let end = Mutex<ChildEnd?>(nil)

  /// Starts a program whose standard output and standard error go to a file in memory: for programs that say little.
  ///
  /// The kernel kills it when the **thread** that calls this ends, however it ends: call it from a thread that outlives
  /// it. Ctrl-C in the terminal does not reach it.
  ///
  /// - Parameters:
  ///   - path: absolute; no search path decides what root runs.
  ///   - descriptors: become `firstDescriptor` and those that follow; closed here, also when this throws.
  /// - Throws: ENOENT or EACCES when the program cannot be run; EBADF for a descriptor that was given away before;
  ///   EINVAL for more than 29.
  public convenience init(
    _ path: String, _ arguments: [String], inheriting descriptors: [InheritedDescriptor] = []
  ) throws(SystemError) {
    defer { for descriptor in descriptors { descriptor.close() } }
    let said = try MemoryFile()
    var further: [Int32] = []
    for descriptor in descriptors { further.append(try descriptor.current(subject: path)) }
    try self.init(
      path, arguments, output: said.descriptor.number, further: further, isTied: true, said: said)
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - output: where standard output and standard error go; stays open here.
  ///   - isTied: as `assay_start_process` has it.
  init(
    _ path: String, _ arguments: [String], output: Int32, further: [Int32] = [], isTied: Bool,
    said: MemoryFile? = nil
  ) throws(SystemError) {
    let input = try OwnedDescriptor(reading: "/dev/null")
    let descriptors = [input.number, output, output] + further
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    let number = try SystemCall.run("start", path) {
      unsafe assay_start_process(path, &words, descriptors, UInt32(descriptors.count), isTied ? 1 : 0)
    }
    do {
      handle = OwnedDescriptor(
        owning: Int32(try SystemCall.run("watch", path) { assay_open_process(Int32(number)) }))
    } catch {
      Glibc.kill(pid_t(number), SIGKILL)
      Self.reap(pid_t(number))
      throw error
    }
    identifier = number
    self.path = path
    self.said = said
  }

  deinit { kill() }

  /// How it ended; nil while it runs.
  public var ended: ChildEnd? { wait(until: .after(.zero)) }

  /// Waits for its end.
  ///
  /// - Returns: how it ended; nil when it still runs at the deadline.
  public func wait(until deadline: Deadline) -> ChildEnd? {
    if let known = end.withLock({ $0 }) { return known }
    // A descriptor that cannot be waited for is as good as one that nothing happens on.
    guard (try? deadline.wait(for: POLLIN, on: handle.number, subject: path)) == true else { return nil }
    return collect()
  }

  /// Sends it a signal, unless it has ended.
  public func send(signal: Int32) {
    end.withLock { end in
      // Under the lock: once it was waited for, its number may be a stranger's.
      if end == nil { Glibc.kill(pid_t(identifier), signal) }
    }
  }

  /// Kills it, if it still runs, and waits for its end, which is soon.
  @discardableResult
  public func kill() -> ChildEnd {
    send(signal: SIGKILL)
    return collect()
  }

  /// The last lines that it wrote to standard output and standard error, at most so many, without empty ones.
  public func lastLines(_ count: Int = 12) -> [String] {
    // What cannot be read is what it did not say.
    guard let said, let bytes = try? said.last(Self.lastBytes) else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.filter { $0.contains { !$0.isWhitespace } }.suffix(count).map(String.init)
  }

  private func collect() -> ChildEnd {
    end.withLock { end in
      if let end { return end }
      let status = Self.reap(pid_t(identifier))
      let now = ChildEnd(waitStatus: status)
      end = now
      return now
    }
  }

  /// Waits for a child that has ended or is about to.
  @discardableResult
  private static func reap(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
