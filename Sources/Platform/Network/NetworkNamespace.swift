internal import CPlatform
import Glibc
import Synchronization

/// A network of our own: interfaces, addresses and routes that nobody else sees. It has no name and no file; it is gone,
/// with everything in it, when this object and the processes that were started in it are.
///
///     let network = try NetworkNamespace()
///     try network.enter { try HelperProgram.run("/usr/sbin/ip", ["link", "set", "lo", "up"], timeout: 5) }
public final class NetworkNamespace: Sendable {
  private static let present = "/proc/thread-self/ns/net"
  private static let subject = "a network namespace"
  private let descriptor: OwnedDescriptor

  /// Makes one, with nothing in it but a loopback that is down.
  ///
  /// - Throws: EPERM without CAP_SYS_ADMIN; ENOSPC where there are too many (user.max_net_namespaces); ENOENT without
  ///   /proc.
  public init() throws(SystemError) {
    let outcome = Outcome()
    // On a thread that ends with it: the threads of this process stay where they are.
    try Thread { outcome.number.withLock { $0 = Self.make() } }.join()
    guard let result = outcome.number.withLock({ $0 }) else {
      throw SystemError(code: EIO, operation: "make", subject: Self.subject)
    }
    descriptor = OwnedDescriptor(owning: try result.get())
  }

  /// Runs `body` on the calling thread inside this network; programs that it starts are in it for as long as they live,
  /// sockets that it makes as well. Threads that it starts are too: let them end.
  ///
  /// Does not return to a thread in the wrong network: where the way back fails, the process ends.
  ///
  /// - Throws: EPERM without CAP_SYS_ADMIN; what `body` throws.
  public func enter<Value>(_ body: () throws -> Value) throws -> Value {
    let home = try OwnedDescriptor(reading: Self.present)
    try SystemCall.run("enter", Self.subject) { assay_enter_network(descriptor.number) }
    let result = Result(catching: body)
    let code = assay_enter_network(home.number)
    if code < 0 {
      let error = SystemError(code: Int32(-code), operation: "leave", subject: Self.subject)
      fatalError("\(error); the thread would go on in the wrong network")
    }
    return try result.get()
  }

  /// A path by which programs that this process starts can name it (`ip link set … netns PATH`).
  public var pathForOthers: String { "/proc/\(CurrentProcess.identifier)/fd/\(descriptor.number)" }

  /// What the kernel calls it: `net:[4026532000]`. One that is gone may lend its number to another.
  public var identity: String {
    get throws(SystemError) { try Files.linkTarget("/proc/self/fd/\(descriptor.number)") }
  }

  /// What the kernel calls the network of the calling thread.
  public static var identityOfThread: String {
    get throws(SystemError) { try Files.linkTarget(present) }
  }

  /// For the thread that makes it.
  private static func make() -> Result<Int32, SystemError> {
    Result { () throws(SystemError) in
      try SystemCall.run("make", subject) { assay_new_network() }
      return Int32(try SystemCall.run("open", present) { unsafe assay_open_read(present) })
    }
  }

  private final class Outcome: Sendable {
    let number = Mutex<Result<Int32, SystemError>?>(nil)
  }
}
