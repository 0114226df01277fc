internal import Platform
internal import VirtualMachine

/// Waits in short pieces, and looks in between whether the user has ended it.
struct Patience {
  /// Seconds of a piece.
  static let piece = 0.02

  let interruption: Interruption

  /// Waits for a beat.
  ///
  /// - Parameter index: how many of the first beats are not looked at.
  /// - Throws: `MigrationError` of kind `interrupted`, or `noBeat` when the time is over or QEMU has ended.
  func beat(
    of guest: BeaconGuest, from index: Int = 0, within seconds: Double, _ awaited: String,
    where isWanted: (Beat) -> Bool = { _ in true }
  ) throws(MigrationError) -> Beat {
    let deadline = Deadline.after(.seconds(seconds))
    var next = index
    while true {
      if interruption.isRequested { throw .interrupted }
      let seen = guest.listener.beats.count
      if let beat = guest.listener.beat(from: next, within: Self.piece, where: isWanted) { return beat }
      next = max(next, seen)
      if guest.listener.hasEnded, guest.listener.beat(from: next, within: 0, where: isWanted) == nil {
        throw MigrationError(
          .noBeat,
          "QEMU \(guest.process.ended?.description ?? "closed the guest's port") before \(awaited)"
            + lastWords(of: guest))
      }
      if deadline.isOver {
        throw MigrationError(
          .noBeat,
          "the guest gave no \(awaited) within \(seconds) s; the machine is too busy, or the accelerator does not run "
            + "it: try tcg, or a smaller working set")
      }
    }
  }

  /// Waits for the first beat at or after a moment, and for as many from now on as a clock fit needs: on a busy machine
  /// they may be few in a time that is long.
  func beats(of guest: BeaconGuest, until time: UInt64, within seconds: Double) throws(MigrationError) {
    let heard = guest.listener.beats.count
    _ = try beat(of: guest, from: max(0, heard - 1), within: seconds, "more beats") { $0.time >= time }
    _ = try beat(of: guest, from: heard + ClockFit.leastBeats - 1, within: seconds, "more beats")
  }

  private func lastWords(of guest: BeaconGuest) -> String {
    let lines = guest.process.lastLines(3)
    return lines.isEmpty ? "" : ": " + lines.joined(separator: "; ")
  }
}
