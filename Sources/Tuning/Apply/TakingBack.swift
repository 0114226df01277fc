internal import Platform

/// Gives a setting its old value back, and nothing that somebody else put there meanwhile.
struct TakingBack {
  let kinds: SettingKinds

  /// What came of it.
  enum Result: Equatable {
    /// The old value is back, or was.
    case restored
    /// The setting, or its device, is not there any more.
    case gone(String)
    /// Somebody else's value is there, and was left.
    case conflict(theirs: String)
    /// The kernel did not take it.
    case failed(String)
  }

  /// Takes a change back.
  ///
  /// - Parameters:
  ///   - mayOverwrite: whether a value that is neither the old one nor ours gives way.
  ///   - wasCutShort: whether a write of the setting may have been made without what belongs to it.
  func takeBack(_ change: RecordedChange, mayOverwrite: Bool, wasCutShort: Bool = false) -> Result {
    if let device = change.device, let present = kinds.device(of: change.key), present != device {
      return .gone("the device is another one now: \(present)")
    }
    do {
      try kinds.tidy(change.key)
      let members = Self.members(change)
      let moved =
        wasCutShort
        ? MovedSettings(recordedIn: change, kinds) : try MovedSettings(of: change, kinds)
      if try members.allSatisfy({ try isOld($0) }) {
        try moved.putBack()
        return .restored
      }
      let present = try kinds.read(change.key)
      let ours = try SettingValue(wanted: change.new, type: change.type)
      guard ours.matches(kernel: present) || mayOverwrite else { return .conflict(theirs: present) }
      // A setting that is off says 0 and cannot be written so: the one that was on is written, and turns it off.
      for member in members.filter({ !$0.isOff }) + members.filter(\.isOff) where try !isOld(member) {
        try kinds.write(member.key, try SettingValue(kernel: member.old, type: member.type).written)
      }
      try moved.putBack()
      for member in members where try !isOld(member) {
        return .failed("\(member.key) was given \(member.old) and reads \(try kinds.read(member.key))")
      }
      return .restored
    } catch let error as SettingError {
      return error.isMissing ? .gone(error.description) : .failed(error.description)
    } catch {
      return .failed("\(error)")
    }
  }

  /// A setting of a unit.
  private struct Member {
    var key: SettingKey
    var type: ValueType
    var old: String
    var isOff: Bool
  }

  private static func members(_ change: RecordedChange) -> [Member] {
    let isUnit = !change.coupled.isEmpty
    return [Member(key: change.key, type: change.type, old: change.old, isOff: isUnit && change.old == "0")]
      + change.coupled.map { Member(key: $0.key, type: $0.type, old: $0.old, isOff: $0.old == "0") }
  }

  private func isOld(_ member: Member) throws -> Bool {
    let old = try SettingValue(kernel: member.old, type: member.type)
    return old.matches(kernel: try kinds.read(member.key))
  }
}

extension SettingError {
  /// Whether the setting is not there, as opposed to not being readable or writable.
  var isMissing: Bool {
    switch self {
    case .notApplicable: true
    case .system(let error): error.isMissing
    case .refused, .partial, .program: false
    }
  }
}
