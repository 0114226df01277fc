internal import Tuning

/// A setting that is not tried, and why.
public struct TrialOmission: Codable, Sendable, Equatable {
  /// What kind of reason it is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// It is so already.
    case alreadySo = "already_so"
    /// It takes a boot.
    case needsReboot = "needs_reboot"
    /// It does not exist here, or not for this kernel, or cannot be read.
    case absent
  }

  /// The setting: `boot/skew_tick`; `cpusets`.
  public var key: String
  /// What kind of reason it is.
  public var kind: Kind
  /// Why, in words.
  public var reason: String

  /// An omission.
  public init(key: String, kind: Kind, reason: String) {
    self.key = key
    self.kind = kind
    self.reason = reason
  }

  /// Why a plan of one setting changes nothing at once; nil when it does.
  init?(_ key: String, _ plan: TuningPlan, needsReboot: Bool) {
    self.key = key
    if needsReboot || !plan.needsReboot.isEmpty {
      kind = .needsReboot
      reason = "it takes effect at the next boot only; assay rehearse tries it on the twin"
    } else if !plan.changes.isEmpty {
      return nil
    } else if let kept = plan.unchanged.first {
      kind = .alreadySo
      reason = "it is so already: \(kept.reason)"
    } else {
      kind = .absent
      reason = (plan.notApplicable + plan.unreadable).first?.reason ?? "there is nothing of it on this host"
    }
  }
}
