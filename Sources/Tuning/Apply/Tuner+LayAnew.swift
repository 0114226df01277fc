extension Tuner {
  /// Takes the part of a profile out of a setting that profiles above it have a part in as well.
  ///
  /// It may be called again after it was interrupted at any point.
  ///
  /// - Parameters:
  ///   - lowest: the change right above, with the old value of the one that goes.
  ///   - gone: the change that goes.
  ///   - above: the journals over that of `lowest`, the oldest first.
  func layAnew(
    _ lowest: RecordedChange, without gone: RecordedChange, _ above: ArraySlice<Journal>
  ) throws {
    guard lowest.own != nil else { return }
    var top = lowest
    for journal in above {
      for (number, change) in journal.state.changes.enumerated()
      where change.isOpen && change.recorded.key == top.key {
        guard let own = change.recorded.own else { continue }
        var rebased = change.recorded
        rebased.old = top.new
        rebased.new = OwnPart.laid(own, over: rebased.old, type: rebased.type)
        if rebased != change.recorded {
          try journal.add(.rebased(number, rebased))
          try journal.sync()
        }
        top = rebased
      }
    }
    let present = try kinds.read(top.key)
    // What somebody else made of it meanwhile is seen when the profile above is reverted.
    guard OwnPart.isPart(top.own ?? "", of: [present], type: top.type),
      OwnPart.isPart(present, of: [gone.old, gone.new, top.new], type: top.type)
    else { return }
    let isTold = type(of: try kinds.kind(of: top.key)).isTold
    if try !isTold && SettingValue(wanted: top.new, type: top.type).matches(kernel: present) { return }
    try kinds.write(top.key, top.new)
  }
}
