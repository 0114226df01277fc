public import Platform

/// Where a machine's files are read: this machine, or a directory with those of a captured one.
///
/// Paths below it are written without a leading slash: `proc/cpuinfo`.
public struct HostRoot: Sendable, Equatable {
  /// The directory of a captured machine; nil for this machine.
  public let directory: String?

  /// This machine.
  public static let live = HostRoot(directory: nil)

  /// A captured machine in a directory, or with nil this machine.
  public init(directory: String?) {
    self.directory = directory
  }

  /// Whether this is the machine that the program runs on: only then may system calls answer for it.
  public var isLive: Bool { directory == nil }

  /// The full path of a file.
  public func path(_ relative: String) -> String { "\(directory ?? "")/\(relative)" }

  /// The text of a file without surrounding white space; nil when it cannot be read.
  ///
  /// Zero bytes at the end are cut off: some captures are padded with them.
  public func text(_ relative: String) -> String? {
    guard var text = Files.fact(path(relative)) else { return nil }
    guard text.last == "\0" else { return text }
    while text.last == "\0" { text.removeLast() }
    return text.trimmingSpace()
  }

  /// The number in a file; nil when it cannot be read or is none.
  public func number(_ relative: String) -> Int? { text(relative).flatMap { Int($0) } }

  /// The list of CPUs or nodes in a file (`0-3,8`); nil when it cannot be read or is none.
  public func list(_ relative: String) -> CPUSet? { text(relative).flatMap { try? CPUSet(list: $0) } }

  /// The names in a directory, sorted; empty when it cannot be read.
  public func names(_ relative: String) -> [String] { (try? Files.names(in: path(relative))) ?? [] }

  /// Whether a file or directory is there.
  public func exists(_ relative: String) -> Bool { Files.exists(path(relative)) }
}
