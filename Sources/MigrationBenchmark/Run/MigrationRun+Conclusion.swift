internal import Platform
internal import VirtualMachine

extension MigrationRun {
  /// What a broken channel is called by QEMU at either end.
  private static let brokenChannel = [
    "Input/output error", "Broken pipe", "Connection reset", "Connection refused", "Unable to write",
    "Unable to read",
    "Channel error",
    // EIO by its number, as QEMU 10 has it ("Read section footer failed: -5").
    "failed: -5",
  ]

  /// Waits for what belongs to the end of a migration, and gives the end its name.
  func conclude(
    _ end: MigrationWatch.End, _ watch: MigrationWatch, _ patience: Patience,
    _ outcome: inout MigrationOutcome
  ) throws(MigrationError) {
    outcome.wasSwitched = watch.isSwitched
    switch end {
    case .completed:
      do throws(MigrationWatch.Lost) { try watch.settle() } catch {
        return lost(error.side, error.reason, watch, &outcome)
      }
      outcome.wasSwitched = watch.isSwitched
      try patience.beats(
        of: watch.destination, until: watch.over + UInt64(limits.after * 1e9),
        within: limits.after + limits.start)
    case .failed(let reason): failed(reason, watch, &outcome)
    case .lost(let side, let reason): lost(side, reason, watch, &outcome)
    case .paused:
      outcome.ending = .linkLost
      outcome.reason =
        "the channel broke in post-copy, and the guest with it: half of its pages are at either end"
      outcome.sourceRunsOn = false
    case .interrupted: try cancel(.cancelled, "ended by the user", watch, patience, &outcome)
    case .timeOver: try cancel(.notConverged, slowness(watch), watch, patience, &outcome)
    }
  }

  /// QEMU gave up at the source.
  private func failed(_ reason: String?, _ watch: MigrationWatch, _ outcome: inout MigrationOutcome) {
    // The other end says why, if it does, when it ends.
    let end = watch.destination.process.wait(until: .after(.seconds(1)))
    if let end { return lost(.destination, MigrationWatch.words(end, watch.destination), watch, &outcome) }
    let reason = reason ?? "QEMU gave no reason"
    let isBroken = Self.brokenChannel.contains { reason.contains($0) }
    outcome.ending = isBroken ? .linkLost : .failed
    outcome.reason = "the migration failed: \(reason)"
    outcome.sourceRunsOn = sourceRunsOn(watch)
  }

  private func lost(
    _ side: LinkSide, _ reason: String, _ watch: MigrationWatch, _ outcome: inout MigrationOutcome
  ) {
    switch side {
    case .source:
      outcome.ending = .sourceLost
      outcome.reason = "the source was lost: \(reason)"
      outcome.sourceRunsOn = false
    case .destination:
      let isBroken = Self.brokenChannel.contains { reason.contains($0) }
      outcome.ending = isBroken ? .linkLost : .destinationLost
      outcome.reason =
        isBroken
        ? "the channel broke: the destination's \(reason)" : "the destination was lost: its \(reason)"
      outcome.sourceRunsOn = sourceRunsOn(watch)
    }
  }

  /// Cancels it, unless it completes meanwhile.
  private func cancel(
    _ ending: MigrationOutcome.Ending, _ reason: String, _ watch: MigrationWatch, _ patience: Patience,
    _ outcome: inout MigrationOutcome
  ) throws(MigrationError) {
    if watch.isSwitched {
      outcome.ending = ending
      outcome.reason = "\(reason); in post-copy there is no way back, so that the guest is lost"
      outcome.sourceRunsOn = false
      return
    }
    do { try watch.source.monitor.cancelMigration() } catch {
      return lost(.source, "\(error)", watch, &outcome)
    }
    let deadline = Deadline.after(.seconds(limits.ending))
    while !deadline.isOver {
      switch watch.step() {
      case .completed?: return try conclude(.completed, watch, patience, &outcome)
      case .lost(.source, let reason)?: return lost(.source, reason, watch, &outcome)
      case .failed?, .lost?:
        outcome.ending = ending
        outcome.reason = reason
        outcome.sourceRunsOn = sourceRunsOn(watch)
        return
      case nil, .paused?, .interrupted?, .timeOver?: continue
      }
    }
    outcome.ending = ending
    outcome.reason = "\(reason); QEMU did not cancel it within \(limits.ending) s"
    outcome.sourceRunsOn = sourceRunsOn(watch)
  }

  /// Whether the guest is seen to beat at the source once QEMU has put it back.
  private func sourceRunsOn(_ watch: MigrationWatch) -> Bool {
    let source = watch.source
    let deadline = Deadline.after(.seconds(limits.ending))
    // Without an answer there is no guest.
    while !deadline.isOver, let now = try? source.monitor.queryMigration() {
      if now.status?.isFinal ?? true { break }
      guard (try? watch.wait()) != nil else { break }
    }
    let heard = source.listener.beats.count
    return source.listener.beat(from: heard, within: limits.ending) != nil
  }

  private func slowness(_ watch: MigrationWatch) -> String {
    var words = "not done after \(limits.migration) s"
    if let ram = watch.progress?.ram {
      words += ": \(ram.dirtySyncCount ?? 0) rounds, \(ram.remaining >> 10) KiB left"
      let dirtied = options.settings.dirtyRate / 1e6
      words += "; the guest writes to \(dirtied.rounded()) MB a second"
      if let mbps = ram.mbps { words += " and \((mbps / 8).rounded()) MB are sent" }
    }
    return words
      + "; it was cancelled: try auto-converge, post-copy, a longer downtime limit or a faster link"
  }
}
