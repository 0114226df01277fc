import Glibc
import Synchronization

/// An IPv4 or IPv6 address with a TCP port, as it is written in numbers.
///
///     let found = try NetworkAddress.find("node2", port: 9707, until: .after(.seconds(10)))
///     found.first?.description  // "10.77.0.2:9707"
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
  /// The kernel's form of it: a `sockaddr_in` or `sockaddr_in6`.
  let bytes: [UInt8]
  /// In numbers: `10.77.0.2`, `fe80::1%eth0`.
  public let host: String
  /// 0 to 65,535; 0, where one listens, is any that is free.
  public let port: UInt16

  /// `10.77.0.2:9707`, `[::1]:9707`.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// A name or a number that leads to no address: which, why. One line.
  public struct Unknown: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  /// An address that is written in numbers, IPv4 or IPv6; the name service is not asked.
  ///
  /// - Throws: `Unknown` for anything else.
  public init(numeric host: String, port: UInt16) throws(Unknown) {
    guard let first = try Self.look(up: host, port, flags: AI_NUMERICHOST).first else {
      throw Self.unknown(host, "it is no address")
    }
    self = first
  }

  /// The addresses of a host, in the order in which they should be tried (RFC 6724, as the C library sorts them).
  ///
  /// The C library asks the name service for as long as its own configuration says; here nobody waits for it beyond the
  /// deadline.
  ///
  /// - Parameter host: a name, or an address in numbers.
  /// - Throws: `Unknown` for what leads nowhere, and when the name service does not answer in time; EAGAIN without a
  ///   thread to ask on.
  public static func find(_ host: String, port: UInt16, until deadline: Deadline) throws -> [NetworkAddress] {
    if let numeric = try? NetworkAddress(numeric: host, port: port) { return [numeric] }
    let answer = Answer()
    try Thread.startDetached {
      let result = Result { () throws(Unknown) in try look(up: host, port, flags: 0) }
      answer.result.withLock { $0 = result }
      answer.given.advance()
    }
    guard answer.given.wait(whileAt: 0, until: deadline.nanoseconds),
      let result = answer.result.withLock({ $0 })
    else { throw unknown(host, "the name service does not answer") }
    return try result.get()
  }

  private final class Answer: Sendable {
    let given = AwaitedCount()
    let result = Mutex<Result<[NetworkAddress], Unknown>?>(nil)
  }

  private static func unknown(_ host: String, _ why: String) -> Unknown {
    Unknown(description: "cannot find an address of '\(host)': \(why)")
  }

  private static func look(up host: String, _ port: UInt16, flags: Int32) throws(Unknown) -> [NetworkAddress]
  {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = flags
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>? = nil
    let code = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else {
      let words = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
      throw unknown(host, words)
    }
    defer { unsafe freeaddrinfo(list) }
    var found: [NetworkAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let raw = unsafe entry.pointee.ai_addr {
        let length = Int(unsafe entry.pointee.ai_addrlen)
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: raw, count: length))
        if let address = NetworkAddress(bytes: bytes) { found.append(address) }
      }
      unsafe next = entry.pointee.ai_next
    }
    if found.isEmpty { throw unknown(host, "it has neither an IPv4 nor an IPv6 address") }
    return found
  }
}

extension NetworkAddress {
  /// From the kernel's form; nil where it is neither IPv4 nor IPv6.
  init?(bytes: [UInt8]) {
    guard bytes.count >= MemoryLayout<sockaddr>.size else { return nil }
    var host = [CChar](repeating: 0, count: 128)
    var service = [CChar](repeating: 0, count: 16)
    let code = unsafe bytes.withUnsafeBytes { raw in
      guard let start = unsafe raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return EAI_FAIL
      }
      let family = Int32(unsafe start.pointee.sa_family)
      guard family == AF_INET || family == AF_INET6 else { return EAI_FAMILY }
      return unsafe getnameinfo(
        start, socklen_t(raw.count), &host, socklen_t(host.count), &service, socklen_t(service.count),
        NI_NUMERICHOST | NI_NUMERICSERV)
    }
    guard code == 0, let port = UInt16(Self.text(service)) else { return nil }
    self.bytes = bytes
    // IPv4 that came to a socket of IPv6 (RFC 4291, section 2.5.5.2) is written as what it is.
    let text = Self.text(host)
    let mapped = "::ffff:"
    self.host = text.hasPrefix(mapped) && text.contains(".") ? String(text.dropFirst(mapped.count)) : text
    self.port = port
  }

  /// The address that a socket has (`getsockname`) or its other side has (`getpeername`).
  init?(by ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var bytes = [UInt8](repeating: 0, count: Int(length))
    let code = unsafe bytes.withUnsafeMutableBytes { raw in
      guard let start = unsafe raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return Int32(-1)
      }
      return unsafe ask(start, &length)
    }
    guard code == 0 else { return nil }
    self.init(bytes: Array(bytes.prefix(Int(length))))
  }

  /// AF_INET or AF_INET6.
  var family: Int32 {
    unsafe bytes.withUnsafeBytes { raw in
      Int32(unsafe raw.loadUnaligned(fromByteOffset: 0, as: sa_family_t.self))
    }
  }

  /// Calls `body` with the kernel's form; EINVAL where there is none.
  func withKernelForm(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int) -> Int {
    unsafe bytes.withUnsafeBytes { raw in
      guard let start = unsafe raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return -Int(EINVAL)
      }
      return unsafe body(start, socklen_t(raw.count))
    }
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
