/// Settings that the kernel computes anew when another one is written, and what they were right before: a write of
/// ours changes what the plan says, and nothing else.
struct MovedSettings {
  private let kinds: SettingKinds
  private let before: [RecordedChange.Coupled]

  /// What they are now; one that is as the kernel made it at our write is what it was before that.
  init(of change: RecordedChange, _ kinds: SettingKinds) throws {
    self.kinds = kinds
    before = try change.moved.compactMap { setting in
      guard let text = try Self.read(setting.key, kinds) else { return nil }
      if let forced = setting.forced,
        try SettingValue(kernel: forced, type: setting.type).matches(kernel: text)
      {
        return setting
      }
      var present = setting
      present.old = text
      return present
    }
  }

  /// What they were before the change, for a write that may have been made already and was cut short.
  init(recordedIn change: RecordedChange, _ kinds: SettingKinds) {
    self.kinds = kinds
    before = change.moved
  }

  /// Gives them back what they were, where the kernel put something else.
  ///
  /// - Parameter mayBeForced: whether the kernel's own value may stay where it does not take another beside what was
  ///   written: an I/O scheduler may hold fewer requests than the one before it.
  /// - Returns: all of them, with what the kernel forced.
  @discardableResult
  func putBack(mayBeForced: Bool = false) throws -> [RecordedChange.Coupled] {
    try before.map { setting in
      var result = setting
      result.forced = nil
      let old = try SettingValue(kernel: setting.old, type: setting.type)
      guard let present = try Self.read(setting.key, kinds), !old.matches(kernel: present) else {
        return result
      }
      do {
        try kinds.write(setting.key, old.written)
      } catch let error as SettingError where mayBeForced && error.isInvalid {
        result.forced = try kinds.read(setting.key)
      }
      return result
    }
  }

  /// Nil for one that is not there, or not offered beside what was written.
  private static func read(_ key: SettingKey, _ kinds: SettingKinds) throws -> String? {
    do throws(SettingError) {
      return try kinds.read(key)
    } catch {
      if error.isMissing || error.isInvalid { return nil }
      throw error
    }
  }
}
