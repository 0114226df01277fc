/// Where settings of one kind live, and how they are read and written.
///
/// A new kind is one file that conforms to this and one line in `SettingKinds`.
public protocol SettingKind: Sendable {
  /// The first part of its keys: `sysctl`.
  static var name: String { get }

  /// Whether what is written is still there after a boot.
  static var survivesReboot: Bool { get }

  /// Whether what is written takes effect only at the next boot.
  static var takesEffectAtBoot: Bool { get }

  /// Whether what is read is only what a program was told last: an undo tells it again, because a program that was killed
  /// may not have done it.
  static var isTold: Bool { get }

  /// Why the whole kind, or this one name, cannot exist on this host; nil when nothing is in its way.
  ///
  /// It asks for little and is no promise: `read` decides.
  func obstacle(to name: String) -> String?

  /// The text of a setting as the kernel prints it, without surrounding white space; `absent` for what can be absent.
  ///
  /// - Throws: `SettingError`: missing, not permitted, not to be touched.
  func read(_ name: String) throws(SettingError) -> String

  /// Gives a text to the kernel by one write, or replaces a file that Assay owns.
  ///
  /// - Throws: `SettingError`; a write that the kernel took only in part is an error.
  func write(_ name: String, _ text: String) throws(SettingError)

  /// Whether nobody may write a setting, root neither: a parameter that a module takes only while it is loaded.
  func isReadOnly(_ name: String) -> Bool

  /// Removes what a killed write of a setting left beside it.
  ///
  /// - Throws: `SettingError`.
  func tidy(_ name: String) throws(SettingError)

  /// The names that a pattern with `*` stands for on this host, sorted; those of devices by stable id where there is
  /// one.
  func expand(_ pattern: String) -> [String]

  /// What identifies the device behind a name now: `wwn-0x5000…`, or for one without a stable id its name and
  /// numbers; nil for settings of no device.
  func device(of name: String) -> String?
}

extension SettingKind {
  /// Most kinds act at once.
  public static var takesEffectAtBoot: Bool { false }

  /// Most are read from the kernel itself.
  public static var isTold: Bool { false }

  /// Nothing is in the way.
  public func obstacle(to name: String) -> String? { nil }

  /// What can be read can be written.
  public func isReadOnly(_ name: String) -> Bool { false }

  /// No kind has patterns unless it says so.
  public func expand(_ pattern: String) -> [String] { [] }

  /// The kernel's files leave nothing.
  public func tidy(_ name: String) throws(SettingError) {}

  /// No device.
  public func device(of name: String) -> String? { nil }
}
