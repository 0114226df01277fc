internal import Platform
internal import Statistics
internal import Tuning
internal import VirtualMachine

/// What is done with a profile in a twin, over a power cut; after every taking back every setting is as at the start.
struct Rehearsal: Sendable {
  let machine: TwinMachine
  let qemu: QEMU
  let profile: GuestProfile
  let seed: UInt64

  /// Makes all steps, up to the first that fails.
  ///
  /// - Throws: what keeps the twin from being asked; never what was found.
  func run(_ record: RehearsalRecord) async throws {
    do {
      let plan = try await Twin.withRunning(machine, on: qemu) { twin in
        let guest = GuestTuning(twin: twin, profile: profile)
        try await firstBoot(guest, record)
        return try await beforeTheCut(guest, record)
      }
      guard let plan else { return }
      try await Twin.withRunning(machine, on: qemu) { twin in
        try await afterTheCut(GuestTuning(twin: twin, profile: profile), plan, record)
      }
    } catch is RehearsalMismatch {
      // It is in the record.
    }
  }

  private func firstBoot(_ guest: GuestTuning, _ record: RehearsalRecord) async throws {
    try await guest.prepare()
    await record.add("boot", .passed, "up", guest.twin.bootSeconds)
  }

  /// - Returns: nil where the profile changes nothing.
  private func beforeTheCut(_ guest: GuestTuning, _ record: RehearsalRecord) async throws -> GuestStart? {
    let began = Clock.now()
    let start = try await GuestStart(of: guest)
    let plan = start.plan
    let counts = "\(plan.changes.count) changes, \(plan.needsReboot.count) at the next boot"
    let rest =
      "\(plan.unchanged.count) as wanted already, \(plan.notApplicable.count) not applicable in the twin"
    await record.add(
      "plan", .passed, "\(counts), \(rest); \(start.settings.count) settings are watched",
      Clock.seconds(from: began, to: Clock.now()))
    if plan.all.isEmpty {
      await record.add("apply", .skipped, "the profile changes nothing in the twin: nothing to rehearse", 0)
      return nil
    }
    try await applyAndVerify(guest, record)
    try await takeBack("revert", guest, start, record)
    try await record.step("kill -9") { try await kill(guest, start) }
    try await takeBack("recover", guest, start, record)
    try await applyAndVerify(guest, record)
    try await record.step("power cut") {
      await guest.twin.cutPower()
      return "applied and verified, then without power"
    }
    return start
  }

  private func afterTheCut(_ guest: GuestTuning, _ start: GuestStart, _ record: RehearsalRecord) async throws
  {
    try await guest.prepare()
    await record.add("boot", .passed, "up again", guest.twin.bootSeconds)
    var moved = start
    try await moved.move(to: guest)
    let start = moved
    try await record.step("recover") {
      let back = try await guest.takeBack("recover")
      // What lasts over a boot and was applied is no damage: it is still applied.
      let kept = try await guest.takeBack("revert")
      try await start.compare(guest)
      try await start.comparePlan(guest)
      return "\(back) to recover, \(kept) outlived the boot and were reverted; everything is as at the start"
    }
    try await applyAndVerify(guest, record)
    try await takeBack("revert", guest, start, record)
  }

  private func applyAndVerify(_ guest: GuestTuning, _ record: RehearsalRecord) async throws {
    try await record.step("apply") { "\(try await guest.apply()) settings written and read back" }
    try await record.step("verify") { "\(try await guest.verify()) settings are as they were applied" }
  }

  private func takeBack(
    _ action: String, _ guest: GuestTuning, _ start: GuestStart, _ record: RehearsalRecord
  ) async throws {
    try await record.step(action) {
      let back = try await guest.takeBack(action)
      try await start.compare(guest)
      return "\(back) settings are back; everything is as at the start"
    }
  }

  /// Kills an apply in the middle: after a number of settings that the seed chooses, or a little later.
  private func kill(_ guest: GuestTuning, _ start: GuestStart) async throws -> String {
    let changes = start.plan.all.count
    var random = SeededGenerator(seed: seed)
    var aim = random.below(changes)
    for _ in 0..<Self.kills {
      let struck = try await guest.killApply(after: aim, of: changes)
      if let struck {
        return "struck when \(struck.written) of \(struck.settings) settings were recorded as written"
      }
      // It came too late: the apply had ended.
      _ = try await guest.takeBack("revert")
      aim /= 2
    }
    throw RehearsalSkip(
      reason:
        "the apply of \(changes) settings ended before each of \(Self.kills) kills: too short to strike"
    )
  }

  private static let kills = 5
}
