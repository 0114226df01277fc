internal import Host
internal import Platform
internal import VirtualMachine

/// What is looked at before and after a hop.
extension ChainWalk {
  /// Seconds of beats that are counted at a time.
  private static let window = 0.25
  /// Seconds that the guest has to beat as before where no threshold says it.
  private static let longestRest = 10.0

  /// Whether the guest can go there, before anything is done.
  func preCheck(_ hop: ChainRoute.Hop, _ link: ChainLink) throws(MigrationError) -> StageResult {
    try stage(.preCheck, hop) { findings in
      let probe = try LinkProbe.measure(over: link)
      let options = self.chain.run.options
      let needs = try QEMUFacts.of(self.guest)
      let offered = try link.inNetwork(of: .destination) {
        try QEMUFacts.of(
          program: options.qemuPath, options.accelerator, within: .seconds(self.chain.run.limits.start))
      }
      let differences = needs.differences(at: offered)
      findings.all = [
        StageFinding(.roundTrip, probe.roundTrip), StageFinding(.linkRate, probe.rate), self.memoryLeft,
        StageFinding(.differences, Double(differences.count), differences.joined(separator: "; ")),
        Self.memoryErrors(MemoryErrors(root: .live)),
      ]
    }
  }

  /// What is left where the guest goes; all members are on this host.
  private var memoryLeft: StageFinding {
    guard let available = MemoryInfo(root: .live)?.availableBytes else {
      return StageFinding(.memoryLeft, nil, "the kernel tells no MemAvailable")
    }
    let megabytes = chain.run.options.megabytes + BeaconRoom.overheadMegabytes
    return StageFinding(.memoryLeft, Double(available) - Double(megabytes << 20 + chain.diskBytes))
  }

  static func memoryErrors(_ errors: MemoryErrors?) -> StageFinding {
    guard let errors else {
      return StageFinding(
        .eccErrors, nil, "the kernel counts no memory errors here (no EDAC driver, or no ECC memory)")
    }
    return StageFinding(
      .eccErrors, Double(errors.corrected + errors.uncorrected),
      "\(errors.corrected) corrected, \(errors.uncorrected) not")
  }

  /// Whether the guest is as it was: its beats, every word of its pages, every byte of its disk.
  func healthCheck(_ place: Place, _ migration: inout MigrationOutcome, _ findings: inout Findings) throws {
    findings.all = [try beatRate(of: place.guest, before: migration)]
    chain.run.verify(place.guest, &migration)
    if migration.ending != .completed {
      findings.fault = migration.reason
      return
    }
    let wrong = content.differences(from: try place.disk.bytes())
    let atSource = content.differences(from: try disk.bytes())
    findings.all.append(
      StageFinding(
        .imageDifferences, Double(wrong),
        "\(migration.verifiedPages) pages of memory and \(chain.diskBytes) bytes of disk compared"))
    if wrong + atSource > 0 {
      findings.fault =
        "the disk is wrong: \(wrong) bytes differ at the destination and \(atSource) at the source; do not use either"
    }
  }

  /// The most beats a second that are heard before the time is over, over those before the migration.
  private func beatRate(of guest: BeaconGuest, before migration: MigrationOutcome) throws(MigrationError)
    -> StageFinding
  {
    let wanted = chain.thresholds.limit(of: .beatRate, in: .healthCheck) ?? 1
    let limit = chain.thresholds.limit(of: .seconds, in: .healthCheck) ?? Self.longestRest
    let deadline = Deadline.after(.seconds(limit))
    let nominal = 1 / chain.run.options.settings.interval
    let before = migration.baseline.map { Double($0.intervals) / chain.run.limits.baseline } ?? nominal
    var best = 0.0
    repeat {
      let start = Clock.now()
      let end = start + UInt64(Self.window * 1e9)
      let first = guest.listener.beats.count
      try Patience(interruption: interruption).beats(of: guest, until: end, within: chain.run.limits.ending)
      let heard = guest.listener.beats.dropFirst(first).count { $0.time <= end }
      best = max(best, Double(heard) / Self.window / before)
    } while best < wanted && !deadline.isOver
    return StageFinding(.beatRate, best, "\(Int((best * before).rounded())) a second")
  }
}
