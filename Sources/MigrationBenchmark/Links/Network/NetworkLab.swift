public import Platform
import Synchronization

/// Members with a network each, joined by a switch in a network of its own: nothing of it is in the machine's network.
///
///     let lab = try NetworkLab(members: 3, rate: 125e6)
///     try lab.inNetwork(of: 0) { … a program that talks to lab.address(of: 1) … }
///
/// Each member has one interface, shaped where it sends (tc-tbf(8)) and so full-duplex: what reaches a member was shaped
/// where it came from. All are gone when the lab is closed and the programs that were started in them have ended.
public final class NetworkLab: Sendable {
  private struct Parts {
    let members: [NetworkNamespace]
    let hub: NetworkNamespace
  }

  /// Most members of a lab.
  public static let mostMembers = 200
  private static let interface = "eth0"
  private static let bridge = "hub0"
  private static let addresses = "10.77.0."

  /// Bytes a second that each member may send, headers included; 0 = no limit.
  public let rate: Double
  /// How many members it has.
  public let count: Int
  private let programs: NetworkPrograms
  private let parts: Mutex<Parts?>

  /// Makes it.
  ///
  /// - Parameters:
  ///   - count: 2 to `mostMembers`.
  ///   - rate: bytes a second; 0 = no limit.
  /// - Throws: `LinkError` of kind `refused` without the rights, iproute2, or a kernel that has it all.
  public init(members count: Int, rate: Double) throws(LinkError) {
    guard (2...Self.mostMembers).contains(count) else {
      throw LinkError(.unclear, "a network lab of \(count) members: take 2 to \(Self.mostMembers)")
    }
    if rate != 0, !LinkSpec.rates.contains(rate) { throw LinkError.rate("\(rate)") }
    self.count = count
    self.rate = rate
    programs = try NetworkPrograms()
    var members: [NetworkNamespace] = []
    for _ in 0..<count { members.append(try Self.network()) }
    let made = Parts(members: members, hub: try Self.network())
    parts = Mutex(made)
    try setUp(made)
  }

  /// The address of a member, from 0.
  public func address(of index: Int) -> String { "\(Self.addresses)\(index + 1)" }

  /// Runs `body` on the calling thread inside the network of a member, where programs that it starts stay.
  ///
  /// - Throws: `LinkError` of kind `closed` after `close()`, `unclear` without such a member; what `body` throws.
  public func inNetwork<R>(of index: Int, _ body: () throws -> R) throws -> R {
    try member(index).enter(body)
  }

  /// Bytes that a member has sent and received, headers included; nil after `close()`.
  public func counters(of index: Int) -> InterfaceCounters? {
    // Without the interface, as after `cut`, there is nothing to be told.
    try? inNetwork(of: index) { try InterfaceCounters(of: Self.interface) }
  }

  /// Takes a member off the network: its interface goes down, and connections by TCP end at once, at both ends.
  ///
  /// - Throws: `LinkError`.
  public func cut(_ index: Int) throws(LinkError) {
    let made = try open()
    let programs = programs
    try Self.inside(try member(index)) { () throws(LinkError) in
      try programs.ip("link set dev \(Self.interface) down")
    }
    // A cable that is pulled out is not noticed before minutes have passed.
    for (number, network) in made.members.enumerated() {
      let peer = number == index ? "" : " dst \(address(of: index))"
      try Self.inside(network) { () throws(LinkError) in try programs.ss("-K -t -n state all" + peer) }
    }
  }

  /// Lets go of it all; a second time does nothing. What runs inside keeps its network until it ends.
  public func close() { parts.withLock { $0 = nil } }

  // MARK: Setting up

  private func setUp(_ made: Parts) throws(LinkError) {
    let programs = programs
    for network in [made.hub] + made.members {
      // Nothing but what we send shall be counted. A kernel without IPv6, or a /proc/sys that cannot be written, is no
      // obstacle: its chatter is some hundred bytes.
      try Self.inside(network) { () throws(LinkError) in
        try? Files.write("1", into: "/proc/sys/net/ipv6/conf/default/disable_ipv6")
      }
    }
    try Self.inside(made.hub) { () throws(LinkError) in
      try programs.ip("link add \(Self.bridge) type bridge stp_state 0 mcast_snooping 0")
      try programs.ip("link set dev \(Self.bridge) up")
      for (index, member) in made.members.enumerated() {
        try programs.ip(
          "link add port\(index) type veth peer name \(Self.interface) netns \(member.pathForOthers)"
        )
        try programs.ip("link set dev port\(index) master \(Self.bridge) up")
      }
    }
    for (index, member) in made.members.enumerated() {
      try Self.inside(member) { () throws(LinkError) in
        try programs.ip("link set dev lo up")
        try programs.ip("addr add \(self.address(of: index))/24 dev \(Self.interface)")
        if let shape = Self.shape(self.rate) {
          try programs.tc("qdisc add dev \(Self.interface) root \(shape)")
        }
        try programs.ip("link set dev \(Self.interface) up")
      }
    }
  }

  /// Seconds that packets wait at most to be let through; then they are dropped.
  static let queueSeconds = 0.05

  /// The words of tc-tbf(8). Burst: 2 ms of the rate, so that the kernel's timer may be that late, and at least the
  /// 64 KiB that it takes from TCP in one piece.
  static func shape(_ rate: Double) -> String? {
    guard rate > 0 else { return nil }
    let bits = UInt64((rate * 8).rounded())
    return
      "tbf rate \(bits)bit burst \(max(64 << 10, Int(rate * 2e-3))) latency \(Int(queueSeconds * 1000))ms"
  }

  private static func network() throws(LinkError) -> NetworkNamespace {
    do { return try NetworkNamespace() } catch {
      if error.isPermission {
        throw LinkError(
          .refused,
          "\(error); a link by tbf needs CAP_SYS_ADMIN and CAP_NET_ADMIN: run it as root, or take relay,rate=…"
        )
      }
      throw LinkError(.refused, "\(error); take relay,rate=…, which needs none")
    }
  }

  private func open() throws(LinkError) -> Parts {
    guard let made = parts.withLock({ $0 }) else {
      throw LinkError(.closed, "the link was closed: open another")
    }
    return made
  }

  private func member(_ index: Int) throws(LinkError) -> NetworkNamespace {
    let made = try open()
    guard made.members.indices.contains(index) else {
      throw LinkError(.unclear, "no member \(index) in a network lab of \(count): the first is 0")
    }
    return made.members[index]
  }

  private static func inside(_ network: NetworkNamespace, _ body: () throws(LinkError) -> Void)
    throws(LinkError)
  {
    do {
      try network.enter(body)
    } catch let error as LinkError {
      throw error
    } catch let error as SystemError {
      throw LinkError(error)
    } catch {
      throw LinkError(.failed, "\(error)")
    }
  }
}
