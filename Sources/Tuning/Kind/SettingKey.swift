/// Which setting: its kind and its name there.
///
///     sysctl/vm.swappiness
///     sysfs/kernel/mm/transparent_hugepage/enabled
///     sysfs/block/@wwn-0x5000c500a1b2c3d4/queue/scheduler
///     debugfs/sched/migration_cost_ns
///     irq/24/smp_affinity_list
///     cgroup/assay-isolated/cpuset.cpus.partition
///     systemd/system.slice/AllowedCPUs
///     boot/cmdline
///     file/etc/sysctl.d/90-assay.conf
public struct SettingKey: Sendable, Hashable {
  /// The kind, as `SettingKinds` knows it: `sysctl`.
  public let kind: String
  /// The name within the kind, without a leading slash: `vm.swappiness`.
  public let name: String

  /// Longer names are a mistake, not a setting.
  private static let longestName = 512

  /// Reads `kind/name`.
  ///
  /// - Throws: `SettingKeyProblem` for names that could lead somewhere else (`..`, empty parts) or hold control
  ///   characters.
  public init(_ text: String) throws(SettingKeyProblem) {
    guard let slash = text.firstIndex(of: "/") else {
      throw SettingKeyProblem(text, "there is no kind before a slash")
    }
    try self.init(kind: String(text[..<slash]), name: String(text[text.index(after: slash)...]))
  }

  /// A key of these parts, under the same rules.
  public init(kind: String, name: String) throws(SettingKeyProblem) {
    let text = "\(kind)/\(name)"
    guard !kind.isEmpty, kind.utf8.allSatisfy({ (97...122).contains($0) }) else {
      throw SettingKeyProblem(text, "the kind is not a word of small letters")
    }
    guard !name.isEmpty, name.utf8.count <= Self.longestName else {
      throw SettingKeyProblem(text, "the name is empty or too long")
    }
    guard name.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
      throw SettingKeyProblem(text, "the name has a space or a control character")
    }
    for part in name.split(separator: "/", omittingEmptySubsequences: false) {
      if part.isEmpty { throw SettingKeyProblem(text, "a part between slashes is empty") }
      if part == "." || part == ".." {
        throw SettingKeyProblem(text, "'\(part)' could lead out of its folder")
      }
    }
    self.kind = kind
    self.name = name
  }

  /// The parts of the name.
  public var parts: [Substring] { name.split(separator: "/") }

  /// Whether it stands for several settings: `sysfs/block/*/queue/scheduler`.
  public var isPattern: Bool { name.contains("*") }
}

/// Why a text is no key of a setting.
public struct SettingKeyProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text.
  public let key: String
  /// What is wrong with it.
  public let reason: String

  init(_ key: String, _ reason: String) {
    self.key = key
    self.reason = reason
  }

  /// One line with an example.
  public var description: String { "'\(key)' is no setting: \(reason) (example: sysctl/vm.swappiness)" }
}

extension SettingKey: CustomStringConvertible, Comparable {
  /// `kind/name`.
  public var description: String { "\(kind)/\(name)" }

  /// By text.
  public static func < (first: SettingKey, second: SettingKey) -> Bool {
    (first.kind, first.name) < (second.kind, second.name)
  }
}

extension SettingKey: Codable {
  /// Decodes from `kind/name`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(container.decode(String.self))
    } catch let problem as SettingKeyProblem {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.description)
    }
  }

  /// Encodes as `kind/name`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
