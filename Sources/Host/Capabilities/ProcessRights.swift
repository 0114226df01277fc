/// What the kernel lets this process do beyond an ordinary one.
struct ProcessRights {
  /// Bit numbers of capabilities (capabilities(7)).
  enum Privilege: UInt64 {
    case sysAdmin = 21
    case sysNice = 23
    case perfmon = 38
  }

  private let effective: UInt64
  /// RLIMIT_RTPRIO; nil when it cannot be read, the largest number where it is unlimited.
  let realtimePriorityLimit: Int?

  /// Reads it of this process; nil when `/proc/self/status` cannot be read.
  init?(root: HostRoot) {
    guard let status = root.text("proc/self/status") else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    guard let mask = line?.split(whereSeparator: \.isWhitespace).last.flatMap({ UInt64($0, radix: 16) })
    else {
      return nil
    }
    effective = mask
    let prefix = "Max realtime priority"
    let limit = root.text("proc/self/limits")?.split(separator: "\n").first { $0.hasPrefix(prefix) }
    let soft = limit?.dropFirst(prefix.count).split(separator: " ").first
    realtimePriorityLimit = soft == "unlimited" ? Int.max : soft.flatMap { Int($0) }
  }

  /// Whether a capability is in the effective set.
  func has(_ privilege: Privilege) -> Bool { effective & (1 << privilege.rawValue) != 0 }
}
