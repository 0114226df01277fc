extension Tuner {
  /// The kernel took a value for another.
  private struct NotAsWanted: Error, CustomStringConvertible {
    let description: String
  }

  /// Somebody was there between the plan and the write, which was not made.
  struct ChangedMeanwhile: Error, CustomStringConvertible {
    let description: String
  }

  /// Writes one value and reads it back; of what is only held, it looks whether it is still so.
  ///
  /// - Parameter forced: what the kernel made of it at a write before, if it did.
  /// - Returns: the change with what the kernel forced on settings that it moves.
  /// - Throws: `ChangedMeanwhile`, before the write; anything else when it may have been made.
  func write(_ change: RecordedChange, forced: String? = nil) throws -> RecordedChange {
    let before = try kinds.read(change.key)
    let expected = [change.old] + (forced.map { [$0] } ?? [])
    guard
      try expected.contains(where: {
        try SettingValue(kernel: $0, type: change.type).matches(kernel: before)
      })
    else {
      throw ChangedMeanwhile(description: "somebody changed it meanwhile, from \(change.old) to \(before)")
    }
    if change.isHeld { return change }
    let moved = try MovedSettings(of: change, kinds)
    try kinds.write(change.key, change.new)
    var written = change
    let after = try moved.putBack(mayBeForced: true)
    for index in written.moved.indices {
      written.moved[index].forced = after.first { $0.key == written.moved[index].key }?.forced
    }
    try check(change) { "it was given \(change.new) and reads \($0)" }
    return written
  }

  /// Reads every value again when all are written: a later write can have moved an earlier one.
  ///
  /// - Returns: the first that is not as wanted any more, and why; nil where all are.
  func firstUndone(_ changes: [RecordedChange]) -> (change: RecordedChange, error: any Error)? {
    for change in changes {
      do {
        try check(change) {
          "it was \(change.new) and reads \($0) since the settings after it were written; give it last"
        }
      } catch {
        return (change, error)
      }
    }
    return nil
  }

  private func check(_ change: RecordedChange, _ words: (String) -> String) throws {
    let present = try kinds.read(change.key)
    guard try SettingValue(wanted: change.new, type: change.type).matches(kernel: present) else {
      throw NotAsWanted(description: words(present))
    }
  }
}
