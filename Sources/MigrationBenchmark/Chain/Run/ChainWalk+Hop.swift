internal import Platform
internal import VirtualMachine

/// The stages of one hop.
extension ChainWalk {
  private static let firstStoragePort: UInt16 = 10_809
  /// Seconds that a disk may take where no threshold says it.
  private static let longestSync = 600.0

  /// Goes through the stages of a hop up to the first that fails; once the guest has moved, to the last.
  func pass(_ hop: ChainRoute.Hop, _ number: Int) throws(MigrationError) -> [StageResult] {
    let link = ChainLink(in: lab, from: hop.from, to: hop.to, number: number)
    var results = [try preCheck(hop, link)]
    if results[0].verdict == .fail { return results }

    var reserved: Place?
    results.append(try stage(.reserve, hop) { reserved = try self.reserve(link, &$0) })
    guard let place = reserved else { return results }
    defer { if place.guest !== guest { place.guest.end() } }
    if results[1].verdict == .fail { return results }

    let mirror = StorageMirror(
      from: guest.monitor, to: place.guest.monitor, at: link.address,
      port: Self.firstStoragePort + UInt16(number))
    defer { if place.guest !== guest { mirror.abandon() } }
    results.append(try stage(.sync, hop) { try self.sync(mirror, &$0) })
    if results[2].verdict == .fail { return results }

    let share = results[2].findings.first { $0.figure == .share }?.value ?? 0
    var migration: MigrationOutcome?
    results.append(
      try stage(.migrate, hop) { migration = try self.migrate(to: place, link, mirror, number, &$0) })
    guard var migration else { return results }
    if migration.ending == .completed {
      results.append(try stage(.healthCheck, hop) { try self.healthCheck(place, &migration, &$0) })
    }
    outcome.hops.append(.init(label: hop.label, migration: migration, syncShare: share))
    if migration.ending == .completed { settle(at: place, hop) }
    return results
  }

  /// Where the guest goes: the other QEMU, and its image.
  struct Place {
    let guest: BeaconGuest
    let disk: GuestDisk
  }

  /// The guest has come to a place for good.
  private func settle(at place: Place, _ hop: ChainRoute.Hop) {
    guest.end()
    guest = place.guest
    disk = place.disk
    outcome.member = chain.route.names[hop.to]
  }

  // MARK: Stages

  private func reserve(_ link: ChainLink, _ findings: inout Findings) throws -> Place {
    let disk = try GuestDisk(blank: chain.diskBytes)
    var options = chain.run.options
    options.additions += disk.arguments + ["-mem-prealloc"]
    let guest = try chain.run.startDestination(for: guest, options, over: link, isPaused: true)
    findings.all = [Self.memoryTaken(by: guest)]
    return Place(guest: guest, disk: disk)
  }

  /// What the kernel has given to QEMU (`RssAnon` of proc_pid_status(5)) over what the guest has.
  private static func memoryTaken(by guest: BeaconGuest) -> StageFinding {
    let status = Files.fact("/proc/\(guest.process.identifier)/status") ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
      return StageFinding(.memoryTaken, nil, "the kernel tells no RssAnon of the destination's QEMU")
    }
    return StageFinding(.memoryTaken, kilobytes / 1024 / Double(guest.options.megabytes))
  }

  private func sync(_ mirror: StorageMirror, _ findings: inout Findings) throws {
    let limit = chain.thresholds.limit(of: .seconds, in: .sync) ?? Self.longestSync
    try mirror.start()
    let share = try mirror.follow(until: .after(.seconds(limit)), interruption)
    findings.all = [StageFinding(.share, share, "of \(StageFigure.memoryLeft.text(Double(chain.diskBytes)))")]
  }

  /// Writes to the disk, so that the mirror has something to follow, and moves the guest.
  private func migrate(
    to place: Place, _ link: ChainLink, _ mirror: StorageMirror, _ number: Int, _ findings: inout Findings
  ) throws -> MigrationOutcome {
    let count = ChainRun.written
    let first = number * count % (chain.diskBytes - count + 1) / count * count
    let byte = UInt8(truncatingIfNeeded: number + 1)
    try guest.monitor.write(byte, at: first, count: count, toDevice: GuestDisk.device)
    content.fill(first..<first + count, with: byte)
    var run = chain.run
    run.limits.migration = chain.thresholds.limit(of: .seconds, in: .migrate) ?? run.limits.migration
    let migration = try run.move(guest, to: place.guest, over: link, interruption: interruption) {
      try mirror.finish()
    }
    findings.seconds = migration.total
    if migration.ending != .completed {
      findings.fault = migration.reason
    } else if mirror.isRunning {
      findings.fault = "the guest was moved without waiting for its disk: the disk there is worth nothing"
    }
    let unmeasured = migration.notes.joined(separator: "; ")
    findings.all = [
      StageFinding(.blackout, migration.blackout, migration.blackout == nil ? unmeasured : ""),
      StageFinding(.guestPause, migration.guestPause, migration.guestPause == nil ? unmeasured : ""),
    ]
    return migration
  }
}
