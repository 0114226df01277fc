/// A difference between the two hosts that may be the cause of what a comparison found, most likely first in a list.
public struct Suspect: Sendable, Equatable {
  /// What differs: `mitigation_retbleed`, `sysctl/kernel.sched_autogroup_enabled`.
  public var name: String
  /// On the base; nil where it is not there.
  public var base: String?
  /// On the candidate; nil where it is not there.
  public var candidate: String?
  /// In one line for people, why it may matter to the metrics.
  public var why: String

  /// A difference and why it may matter.
  public init(name: String, base: String?, candidate: String?, why: String) {
    self.name = name
    self.base = base
    self.candidate = candidate
    self.why = why
  }
}
