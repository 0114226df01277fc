internal import Platform

/// What is known of a setting, or with `*` of many alike: what it takes, what it may cost, who says so.
public struct Knob: Sendable, Equatable {
  /// Which settings: `sysctl/vm.swappiness`, `sysfs/block/*/queue/scheduler`.
  public var key: SettingKey
  /// What kind of value it has.
  public var type: ValueType
  /// The unit of the value; nil where it has none.
  public var unit: String?
  /// The numbers that are safe; nil where it holds none, or any.
  public var range: ClosedRange<Int128>?
  /// The words that it takes; empty for any.
  public var choices: [String]
  /// A file beside it that lists what this host offers: `scaling_available_governors`.
  public var offeredBy: String?
  /// What the kernel sets without anybody's doing, in words where that depends.
  public var defaultValue: String
  /// What changing it may cost.
  public var risk: PlannedChange.Risk
  /// The first kernel that has it; nil: every one in use.
  public var minimumKernel: KernelVersion?
  /// Settings that the kernel changes along with it; `*` stands for what it stands for in the key, else for all.
  public var coupled: [SettingKey]
  /// Settings that the kernel computes anew when this one is written; each write gives them back what they were. `*` as
  /// in `coupled`.
  public var moves: [SettingKey] = []
  /// What it does, in one line.
  public var about: String
  /// Who says so: a path in the kernel's documentation, or an address.
  public var source: String
  /// Metrics that could show its effect.
  public var metrics: [String]
  /// Whether it takes effect only at the next boot.
  public var needsReboot: Bool

  /// Whether it is the knob of a key, which may be a pattern itself.
  func covers(_ other: SettingKey) -> Bool {
    guard key.kind == other.kind else { return false }
    return key.name == other.name || key.isPattern && Wildcard.matchesPath(other.name, key.name)
  }

  /// Whether the kernel changes that setting, or pattern, along with this one.
  func isCoupled(with other: SettingKey) -> Bool {
    coupled.contains {
      $0 == other || $0.kind == other.kind && $0.isPattern && Wildcard.matchesPath(other.name, $0.name)
    }
  }

  /// Whether the kernel changes one of two settings along with the other.
  static func areCoupled(_ first: Profile.Wish, _ second: Profile.Wish) -> Bool {
    first.knob.isCoupled(with: second.key) || second.knob.isCoupled(with: first.key)
  }

  /// A setting that this knob is coupled with, or moves, for one key of the knob: in the same folder where both patterns
  /// are the same from the left on. It may be a pattern still: `node*`.
  func beside(_ key: SettingKey, _ other: SettingKey) throws -> SettingKey {
    guard self.key.kind == other.kind, other.isPattern else { return other }
    var parts = other.parts
    for (index, part) in zip(self.key.parts, key.parts).enumerated() {
      guard parts.indices.contains(index), parts[index] == part.0 else { break }
      parts[index] = part.1
    }
    return try SettingKey(kind: other.kind, name: parts.joined(separator: "/"))
  }

  /// Reads a value as a profile has it.
  ///
  /// - Throws: `ValueProblem` when it is not of the type, out of the range or none of the choices.
  func value(_ text: String) throws(ValueProblem) -> SettingValue {
    let value = try SettingValue(wanted: text, type: type)
    if !choices.isEmpty, !choices.contains(value.written) {
      throw ValueProblem(text, expected: "one of \(choices.joined(separator: ", "))")
    }
    // Work and interrupts have to be somewhere; an empty list of a control group means that of the group above.
    let isNowhere = type == .mask ? value.written == "0" : type == .cpus && value.written.isEmpty
    if isNowhere, key.kind != ControlGroupKind.name, key.kind != SystemdKind.name {
      throw ValueProblem(text, expected: "at least one CPU")
    }
    guard let range else { return value }
    for word in value.written.split(separator: " ") {
      guard let number = Int128(word), range.contains(number) else {
        let unit = unit.map { " \($0)" } ?? ""
        throw ValueProblem(text, expected: "\(range.lowerBound) to \(range.upperBound)\(unit)")
      }
    }
    return value
  }
}
