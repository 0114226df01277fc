internal import Platform

/// Gives a setting its old value back, and nothing that somebody else put there meanwhile.
struct TakingBack {
  let kinds: SettingKinds

  /// What came of it.
  enum Result: Equatable {
    /// The old value is back; what was there before, or nil where it was back already.
    case restored(from: String?)
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
  ///   - willWrite: called once before the first write; what it throws keeps the write from being made.
  func takeBack(
    _ change: RecordedChange, mayOverwrite: Bool, wasCutShort: Bool = false, willWrite: () throws -> Void = {}
  ) -> Result {
    if let device = change.device, let present = kinds.device(of: change.key), present != device {
      return .gone("the device is another one now: \(present)")
    }
    do {
      try kinds.tidy(change.key)
      if change.type == .controllers { return try disable(change, willWrite) }
      let members = Self.members(change)
      let moved =
        wasCutShort
        ? MovedSettings(recordedIn: change, kinds) : try MovedSettings(of: change, kinds)
      let isTold = type(of: try kinds.kind(of: change.key)).isTold
      let isOldAgain = try members.allSatisfy { try isOld($0) }
      if isOldAgain, !isTold {
        try moved.putBack()
        return .restored(from: nil)
      }
      let present = try kinds.read(change.key)
      guard try isOldAgain || mayOverwrite || isOurs(present, change) else {
        return .conflict(theirs: try theirs(present, members))
      }
      try willWrite()
      try write(members, isTold: isTold)
      try moved.putBack()
      for member in members where try !isOld(member) {
        return .failed("\(member.key) was given \(member.old) and reads \(try kinds.read(member.key))")
      }
      return .restored(from: isOldAgain ? nil : present)
    } catch let error as SettingError {
      return error.isMissing ? .gone(error.description) : .failed(error.description)
    } catch {
      return .failed("\(error)")
    }
  }

  /// A partition of ours that the kernel calls invalid by now, because a CPU went offline, is still ours.
  private func isOurs(_ present: String, _ change: RecordedChange) throws -> Bool {
    let ours = try SettingValue(wanted: change.new, type: change.type)
    if ours.matches(kernel: present) { return true }
    if change.type == .partition {
      return (try? SettingValue(kernel: present, type: .partition))?.written == ours.written
    }
    // While a program is told to go from some words to others, our file knows both.
    let both = [change.old, change.new]
    return try type(of: kinds.kind(of: change.key)).isTold
      && OwnPart.isPart(present, of: both, type: change.type)
      && both.allSatisfy { OwnPart.isPart($0, of: [present], type: change.type) }
  }

  /// What somebody put there, where the setting itself tells it; else the other of its unit that does.
  private func theirs(_ present: String, _ members: [Member]) throws -> String {
    guard let first = members.first, try isOld(first),
      let other = try members.first(where: { try !isOld($0) })
    else { return present }
    return "\(present), with \(other.key) = \(try kinds.read(other.key))"
  }

  /// Controllers that others enabled meanwhile stay: only those that we added are taken away.
  private func disable(_ change: RecordedChange, _ willWrite: () throws -> Void) throws -> Result {
    func names(_ text: String) throws -> Set<Substring> {
      Set(try SettingValue(kernel: text, type: .controllers).written.split(separator: " "))
    }
    let present = try kinds.read(change.key)
    let (ours, now) = (try names(change.new).subtracting(try names(change.old)), try names(present))
    if ours.isDisjoint(with: now) { return .restored(from: nil) }
    try willWrite()
    try kinds.write(change.key, ours.sorted().map { "-\($0)" }.joined(separator: " "))
    let after = try kinds.read(change.key)
    guard try names(after).isDisjoint(with: ours) else {
      return .failed("\(ours.sorted().joined(separator: " ")) was to be disabled, and it reads \(after)")
    }
    return .restored(from: present)
  }

  /// Writes old values. A setting that is off says 0 and cannot always be written so: the one of its unit that was on is
  /// written, and turns it off; where none was on, the one that takes its 0.
  private func write(_ members: [Member], isTold: Bool) throws {
    let (on, off) = (members.filter { !$0.isOff }, members.filter(\.isOff))
    for member in on where try isTold || !isOld(member) { try writeOld(member) }
    var refusal: (any Error)?
    for member in off.reversed() where try members.contains(where: { try !isOld($0) }) {
      do { try writeOld(member) } catch { refusal = error }
    }
    if let refusal, try members.contains(where: { try !isOld($0) }) { throw refusal }
  }

  private func writeOld(_ member: Member) throws {
    try kinds.write(member.key, try SettingValue(kernel: member.old, type: member.type).written)
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
  /// Whether the kernel does not accept it: not this value, or not on this device.
  var isInvalid: Bool {
    if case .system(let error) = self { return error.isInvalid }
    return false
  }

  /// Whether the setting is not there, as opposed to not being readable or writable.
  var isMissing: Bool {
    switch self {
    case .system(let error): error.isMissing
    case .notApplicable, .refused, .partial, .program: false
    }
  }
}
