public import Host

/// Every kind of setting on one machine: this one, or a tree of files below a directory, where no program is run.
///
///     let kinds = SettingKinds(root: .live)
///     try kinds.read(SettingKey("sysctl/vm.swappiness"))   // "60"
public struct SettingKinds: Sendable {
  /// Where the settings are.
  public let root: HostRoot
  private let kinds: [String: any SettingKind]

  /// The kinds of a machine.
  public init(root: HostRoot) {
    let all: [any SettingKind] = [
      SysctlKind(root: root), SysfsKind(root: root), DebugfsKind(root: root), InterruptKind(root: root),
      ControlGroupKind(root: root), SystemdKind(root: root), BootKind(root: root), FileKind(root: root),
    ]
    self.init(root: root, all)
  }

  /// These kinds only; for tests.
  public init(root: HostRoot, _ kinds: [any SettingKind]) {
    self.root = root
    self.kinds = Dictionary(kinds.map { (type(of: $0).name, $0) }) { first, _ in first }
  }

  /// The kind of that name.
  public subscript(name: String) -> (any SettingKind)? { kinds[name] }

  /// Names of all kinds, sorted.
  public var names: [String] { kinds.keys.sorted() }

  /// The kind of a key.
  public func kind(of key: SettingKey) throws(SettingError) -> any SettingKind {
    guard let kind = kinds[key.kind] else {
      throw .refused(
        reason: "\(key): there is no kind '\(key.kind)'; known: \(names.joined(separator: ", "))")
    }
    return kind
  }

  /// The text of a setting as the kernel prints it; `absent` for what can be absent.
  public func read(_ key: SettingKey) throws(SettingError) -> String { try kind(of: key).read(key.name) }

  /// Gives a text to the kernel.
  public func write(_ key: SettingKey, _ text: String) throws(SettingError) {
    try kind(of: key).write(key.name, text)
  }

  /// Removes what a killed write of a setting left beside it.
  public func tidy(_ key: SettingKey) throws(SettingError) { try kind(of: key).tidy(key.name) }

  /// Whether a setting of that kind is still there after a boot.
  func survivesReboot(_ key: SettingKey) -> Bool {
    kinds[key.kind].map { type(of: $0).survivesReboot } ?? false
  }

  /// What identifies the device behind a key now; nil for settings of no device.
  public func device(of key: SettingKey) -> String? { kinds[key.kind]?.device(of: key.name) }
}
