/// How two hosts differ, and whether that forbids a comparison.
public struct FingerprintComparison: Codable, Sendable, Equatable {
  /// Facts that differ: those that must match first, then declared, noted, settings; each kind sorted by name.
  public var differences: [FieldDifference]
  /// Why the two Runs cannot be compared, one line for each field; empty when they can.
  public var blocking: [String]
}

/// One fact that is not the same on both sides.
public struct FieldDifference: Codable, Sendable, Equatable {
  /// What the fact means for a comparison.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// It must be equal.
    case mustMatch
    /// It may be under test; else it must be equal.
    case declared
    /// Worth knowing.
    case noted
    /// A kernel-visible setting, `kind/name`; worth knowing.
    case settings
  }

  /// What the fact means for a comparison.
  public var kind: Kind
  /// The fact's name: `cpu_model`, `sysctl/vm.swappiness`, `tool_version`.
  public var name: String
  /// On the base; nil where it is not there.
  public var base: String?
  /// On the candidate; nil where it is not there.
  public var candidate: String?

  /// A fact with its text on both sides.
  public init(kind: Kind, name: String, base: String?, candidate: String?) {
    self.kind = kind
    self.name = name
    self.base = base
    self.candidate = candidate
  }
}
