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
  /// - Throws: `ChangedMeanwhile`, before the write; anything else when it may have been made.
  func write(_ change: RecordedChange) throws {
    let before = try kinds.read(change.key)
    guard try SettingValue(kernel: change.old, type: change.type).matches(kernel: before) else {
      throw ChangedMeanwhile(description: "somebody changed it meanwhile, from \(change.old) to \(before)")
    }
    if change.isHeld { return }
    let moved = try MovedSettings(of: change, kinds)
    try kinds.write(change.key, change.new)
    try moved.putBack()
    try check(change) { "it was given \(change.new) and reads \($0)" }
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
