internal import Platform
internal import VirtualMachine

/// A chain under way: the guest where it is, its disk, and what was seen so far.
final class ChainWalk {
  let chain: ChainRun
  let lab: NetworkLab
  let interruption: Interruption
  /// What the disk must hold.
  var content: DiskContent
  var disk: GuestDisk
  var guest: BeaconGuest
  var outcome: ChainOutcome

  /// Starts the guest at the first member.
  init(_ chain: ChainRun, _ lab: NetworkLab, _ interruption: Interruption) throws(MigrationError) {
    self.chain = chain
    self.lab = lab
    self.interruption = interruption
    let content = DiskContent(byteCount: chain.diskBytes, seed: chain.seed)
    let disk = try MigrationError.wrapping { try GuestDisk(content) }
    var run = chain.run
    run.options.additions += disk.arguments
    guest = try run.startSource(
      over: ChainLink(in: lab, from: 0, to: 1, number: 0), interruption: interruption)
    self.content = content
    self.disk = disk
    outcome = ChainOutcome(route: chain.route, member: chain.route.stops[0])
  }

  /// Ends the guest.
  func end() { guest.end() }

  /// All hops, and the way back.
  func run() throws(MigrationError) -> ChainOutcome {
    let start = Clock.now()
    let hops = chain.route.hopsWithReturn
    for (number, hop) in hops.enumerated() {
      let isReturn = number == hops.count - 1
      let results = try isReturn ? switchBack(hop, number) : pass(hop, number)
      outcome.stages += results
      if results.contains(where: { $0.verdict == .fail }) { break }
      outcome.completedHops += 1
    }
    outcome.seconds = Clock.seconds(from: start, to: Clock.now())
    outcome.guestRuns = guestRuns
    return outcome
  }

  /// The way back as one stage: it is as good as the worst stage in it.
  private func switchBack(_ hop: ChainRoute.Hop, _ number: Int) throws(MigrationError) -> [StageResult] {
    chain.onStage?(.switchBack, hop.label)
    let start = Clock.now()
    let parts = try pass(hop, number)
    let seconds = Clock.seconds(from: start, to: Clock.now())
    let findings = parts.flatMap(\.findings).filter { Stage.switchBack.figures.contains($0.figure) }
    let failed = parts.first { $0.verdict == .fail }
    var result = chain.thresholds.judge(
      .switchBack, hop: hop.label, seconds: seconds, findings,
      fault: failed.map { "\($0.stage.rawValue): \($0.why)" })
    result.isFault = failed?.isFault ?? false
    if result.verdict == .pass, let open = parts.first(where: { $0.verdict == .unknown }) {
      result.verdict = .unknown
      result.why = "\(open.stage.rawValue): \(open.why)"
    }
    return [result]
  }

  /// Whether the guest is heard, and QEMU says that it runs.
  private var guestRuns: Bool {
    let heard = guest.listener.beats.count
    // Without an answer there is no guest.
    guard guest.listener.beat(from: heard, within: chain.run.limits.ending) != nil,
      let state = try? guest.monitor.queryStatus()
    else { return false }
    return state.running
  }

  /// What a stage has to say.
  struct Findings {
    var all: [StageFinding] = []
    /// What it took, where that is not the time of the call.
    var seconds: Double?
    /// What went wrong.
    var fault: String?
  }

  /// Does a stage, times it and judges it.
  func stage(_ stage: Stage, _ hop: ChainRoute.Hop, _ body: (inout Findings) throws -> Void)
    throws(MigrationError) -> StageResult
  {
    if interruption.isRequested { throw .interrupted }
    chain.onStage?(stage, hop.label)
    let start = Clock.now()
    var findings = Findings()
    do { try body(&findings) } catch {
      if let error = error as? MigrationError, error.kind == .interrupted { throw error }
      findings.fault = "\(error)"
    }
    let seconds = findings.seconds ?? Clock.seconds(from: start, to: Clock.now())
    return chain.thresholds.judge(
      stage, hop: hop.label, seconds: seconds, findings.all, fault: findings.fault)
  }
}
