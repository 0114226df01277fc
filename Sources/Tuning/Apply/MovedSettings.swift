/// Settings that the kernel computes anew when another one is written, and what they were right before: a write of
/// ours changes what the plan says, and nothing else.
struct MovedSettings {
  private let kinds: SettingKinds
  private let before: [RecordedChange.Coupled]

  /// What they are now.
  init(of change: RecordedChange, _ kinds: SettingKinds) throws {
    self.kinds = kinds
    before = try change.moved.map { setting in
      var present = setting
      present.old = try kinds.read(setting.key)
      return present
    }
  }

  /// What they were before the change, for a write that may have been made already and was cut short.
  init(recordedIn change: RecordedChange, _ kinds: SettingKinds) {
    self.kinds = kinds
    before = change.moved
  }

  /// Gives them back what they were, where the kernel put something else.
  func putBack() throws {
    for setting in before {
      let old = try SettingValue(kernel: setting.old, type: setting.type)
      if old.matches(kernel: try kinds.read(setting.key)) { continue }
      try kinds.write(setting.key, old.written)
    }
  }
}
