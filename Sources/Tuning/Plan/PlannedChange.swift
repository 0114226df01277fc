/// One setting that a profile changes here and now.
///
/// Its value types are those of `SettingValue`: whether a change is done is asked by `isFulfilled(by:)`, not by
/// comparing texts.
public struct PlannedChange: Codable, Sendable, Equatable {
  /// Which setting; a block device is named by stable id where it has one.
  public var key: SettingKey
  /// What kind of value it has.
  public var type: ValueType
  /// As the kernel printed it when the plan was made; for files in a control group that will be made first, what the
  /// kernel will put there.
  public var current: String
  /// The text to write, in normal form.
  public var wanted: String
  /// The unit of the value: `bytes`, `us`; nil where it has none.
  public var unit: String?
  /// What it was in the profile, where that was an expression: `housekeeping(per-node: 1)`.
  public var expression: String?
  /// Why, in one line.
  public var why: String
  /// What it may cost.
  public var risk: Risk
  /// The name of the profile that asks for it.
  public var profile: String
  /// What identifies the device behind the key: `wwn-0x5000… (sda)`; nil for settings of no device.
  public var device: String?
  /// Settings that the kernel changes along with this one, with their present texts: a unit.
  public var coupled: [CoupledSetting]
  /// Settings that the kernel computes anew at a write of this one, with their present texts: they get these back.
  public var moved: [CoupledSetting]
  /// What of `wanted` the profile itself asks for, where the rest is other profiles'; nil where all of it is its own.
  public var own: String?

  /// What a change may cost.
  public struct Risk: Codable, Sendable, Equatable {
    /// How much there is to lose.
    public enum Level: String, Codable, Sendable, CaseIterable, Comparable {
      case low, medium, high

      /// By how much there is to lose.
      public static func < (first: Level, second: Level) -> Bool { first.rank < second.rank }

      private var rank: Int { self == .low ? 0 : self == .medium ? 1 : 2 }
    }
    /// How much there is to lose.
    public var level: Level
    /// What it is, in a sentence.
    public var note: String

    /// A risk of this level.
    public init(level: Level, note: String) {
      self.level = level
      self.note = note
    }
  }

  /// A setting that the kernel changes along with another one: writing `vm.dirty_bytes` zeroes `vm.dirty_ratio`.
  public struct CoupledSetting: Codable, Sendable, Equatable {
    /// Which setting.
    public var key: SettingKey
    /// What kind of value it has.
    public var type: ValueType
    /// As the kernel printed it when the plan was made.
    public var current: String

    /// A coupled setting with its present text.
    public init(key: SettingKey, type: ValueType, current: String) {
      self.key = key
      self.type = type
      self.current = current
    }
  }

  /// A change with these parts.
  public init(
    key: SettingKey, type: ValueType, current: String, wanted: String, unit: String? = nil,
    expression: String? = nil, why: String, risk: Risk, profile: String, device: String? = nil,
    coupled: [CoupledSetting] = [], moved: [CoupledSetting] = [], own: String? = nil
  ) {
    self.key = key
    self.type = type
    self.current = current
    self.wanted = wanted
    self.unit = unit
    self.expression = expression
    self.why = why
    self.risk = risk
    self.profile = profile
    self.device = device
    self.coupled = coupled
    self.moved = moved
    self.own = own
  }

  /// Whether a text that the kernel printed is what this change wants.
  public func isFulfilled(by text: String) -> Bool {
    (try? SettingValue(wanted: wanted, type: type))?.matches(kernel: text) ?? false
  }
}
