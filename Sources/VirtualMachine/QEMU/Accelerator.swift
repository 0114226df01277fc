/// What runs a guest's instructions.
public enum Accelerator: String, Sendable, Hashable, Codable {
  /// The processor itself.
  case kvm
  /// QEMU's translator: works everywhere, some ten times slower.
  case tcg
}

/// The accelerator that works here, and how that is known.
public struct AcceleratorChoice: Sendable, Equatable {
  /// What to use.
  public let accelerator: Accelerator
  /// One line for people.
  public let reason: String

  /// A choice with its reason.
  public init(_ accelerator: Accelerator, reason: String) {
    self.accelerator = accelerator
    self.reason = reason
  }
}
