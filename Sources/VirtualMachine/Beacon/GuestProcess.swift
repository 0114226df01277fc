public import Platform

/// What runs a guest: a QEMU of this process, or one that a guest server at another node holds.
public protocol GuestProcess: AnyObject, Sendable {
  /// QEMU's program, where it runs.
  var path: String { get }
  /// Its process number there.
  var identifier: Int { get }
  /// How it ended; nil while it runs, and where that cannot be known any more.
  var ended: ChildEnd? { get }
  /// Waits for its end; nil when it still runs at the deadline, and where that cannot be known any more.
  func wait(until deadline: Deadline) -> ChildEnd?
  /// Ends it and waits for that.
  @discardableResult func terminate() -> ChildEnd?
  /// The last lines that it said, at most so many.
  func lastLines(_ count: Int) -> [String]
}

extension ChildProcess: GuestProcess {
  /// Kills and reaps it.
  @discardableResult
  public func terminate() -> ChildEnd? { kill() }
}
