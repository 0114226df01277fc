extension LinuxGuest {
  /// The beat before which each of its pages had been looked at, once at least, since a time: with no damage
  /// (`BeatListener.damages`), its memory is right.
  ///
  /// A page is looked at before it is written, and those that writing comes to late are looked at within
  /// `checkSeconds` besides.
  ///
  /// - Parameters:
  ///   - beats: all that were heard, in their order.
  ///   - time: such as when it began to run at the destination; what was sent before does not count.
  /// - Returns: nil when there was not yet time enough.
  public func verifiedBeat(in beats: [Beat], since time: UInt64) -> Beat? {
    guard let first = beats.first(where: { $0.time >= time }) else { return nil }
    return beats.first { $0.time >= time && hasChecked(from: first.record, to: $0.record) }
  }

  /// Waits until each page has been looked at since a time, and tells whether all were right.
  ///
  /// - Parameters:
  ///   - seconds: how long to wait; twice `checkSeconds` and more on a host that is busy.
  /// - Returns: the pages that were looked at.
  /// - Throws: the first `GuestDamage` heard since the listener began, whenever it was; `TwinError` of kind `timeLimit`,
  ///   or `powerLost` when the guest is gone.
  public func verify(_ listener: BeatListener, since time: UInt64, within seconds: Double) throws -> Int {
    var first: BeaconRecord?
    let found = listener.beat(within: seconds) { beat in
      guard beat.time >= time else { return false }
      guard let start = first else {
        first = beat.record
        return settings.pages == 0
      }
      return hasChecked(from: start, to: beat.record)
    }
    if let damage = listener.damages.first { throw damage }
    guard found != nil else {
      if listener.hasEnded {
        throw TwinError(.powerLost, "the Linux guest is gone: it could not look at all of its pages")
      }
      throw TwinError(
        .timeLimit,
        "the Linux guest did not look at its \(settings.pages) pages within \(seconds) s; give it more time, "
          + "or a smaller working set")
    }
    return settings.pages
  }

  /// Between two beats. What a record says was done before it was sent, so that the beats' own work counts from the
  /// first and up to the last.
  private func hasChecked(from first: BeaconRecord, to last: BeaconRecord) -> Bool {
    let beats = Int(last.sequence) - Int(first.sequence)
    return last.writes(of: settings.pages) - first.writes(of: settings.pages) >= settings.pages
      || beats * Self.checks(settings) >= settings.pages
  }
}
