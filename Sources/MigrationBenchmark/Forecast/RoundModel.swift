/// QEMU's loop of rounds, as a calculation (QEMU 7.2, migration/migration.c and ram.c).
///
///  - It sends for 50 ms at a time, looking at the clock once in 64 pages, or for 100 ms where its own bandwidth limit ends
///    it, and then looks at what is left (`ram_save_iterate`, `migration_rate_limit`). What sockets take at once is sent.
///  - From 100 ms on it knows its bandwidth; what that carries within the downtime limit is the threshold
///    (`migration_update_counters`).
///  - When less than the threshold is left, it collects the pages that were dirtied since (a round). If there is still
///    less, the guest stops and the rest is sent (`ram_save_pending`, `migration_iteration_run`).
///  - A migration that has sent everything before it knows a threshold, or whose threshold is 0, stops after one pass.
///  - Auto-converge looks at most once a second, at a new round: where twice more was dirtied than half of what was
///    sent, it takes 20 % of the guest's time, then 10 % more each time, up to 99 % (`migration_trigger_throttle`).
///  - Post-copy is switched over when the first 100 ms are over (`MigrationRun`): the guest moves, and each page follows once.
struct RoundModel {
  /// How it went.
  struct Run {
    var converges = false
    /// As QEMU counts them (`dirty-sync-count`): one before the first pass, one at the end.
    var rounds = 1
    var total = 0.0
    var downtime = 0.0
    var transferred = 0.0
    /// Part of its time that the guest is held back at the end.
    var throttle = 0.0
  }

  /// Seconds after which QEMU looks at its bandwidth.
  static let bandwidthPeriod = 0.1
  /// Seconds that it sends without looking at what is left, and the pages from one look at the clock to the next.
  static let usualBurst = 0.05
  private static let pagesPerLook = 64.0
  /// Rounds after which nobody waits any more.
  private static let mostRounds = 20_000

  let curve: WorkingSetCurve
  let setting: MigrationSetting
  /// Seconds after which it ends a burst; a little more or less may be a look at the clock more or less.
  var burst = usualBurst

  /// Seconds between two looks at what is left.
  var step: Double { burstPages(round: 2) / pagesPerSecond(round: 2) }

  /// Pages between two looks at what is left.
  private func burstPages(round: Int) -> Double {
    let perSecond = pagesPerSecond(round: round)
    if setting.isPaced { return Self.bandwidthPeriod * perSecond }
    return ((burst * perSecond / Self.pagesPerLook).rounded(.down) + 1) * Self.pagesPerLook
  }

  private func pagesPerSecond(round: Int) -> Double { setting.runningRate / setting.wireBytes(round: round) }

  /// The threshold in pages: QEMU compares whole pages with what the link carries.
  var threshold: Double {
    setting.runningRate * setting.strategy.downtimeLimit / setting.pageSize
  }

  /// Seconds to send everything once.
  var firstPass: Double {
    let zeros = setting.zeroPages * MigrationSetting.zeroPageBytes / setting.runningRate
    return zeros + setting.zeroPages * setting.zeroPageSeconds + setting.pagesInUse / pagesPerSecond(round: 1)
  }

  /// Whether it stops after one pass, whatever the guest does.
  var isOnePass: Bool { threshold < 1 || firstPass < Self.bandwidthPeriod || setting.strategy.isPostcopy }

  /// Goes through it.
  ///
  /// - Parameters:
  ///   - phase: how far the ends of its bursts are off, 0.5 for not at all: from half a burst early to half a burst late.
  ///   - place: where in its working set the guest writes at first, 0 to 1: it is chance too.
  func run(phase: Double = 0.5, place: Double = 0.3) -> Run {
    var run = Run()
    run.transferred = setting.pagesInUse * setting.wireBytes(round: 1)
    run.transferred += setting.zeroPages * MigrationSetting.zeroPageBytes
    if isOnePass { return onePass(run) }
    let left = left(phase: phase)
    run.total = firstPass - (left + queuedPages) / pagesPerSecond(round: 1)
    run.transferred -= left * setting.wireBytes(round: 1)
    if curve.shape == .sequential, curve.rate > 0 {
      let pages = SequentialDirtyPages(
        curve, left: left, of: setting.pagesInUse, threshold: threshold, place: place)
      return rounds(run, pages)
    }
    return rounds(run, RandomDirtyPages(curve, left: left, of: setting.pagesInUse))
  }

  /// Pages that sockets hold.
  private var queuedPages: Double {
    min(setting.pagesInUse, setting.queuedBytes / setting.wireBytes(round: 1))
  }

  /// Pages of the first pass that are left when it sees fewer than the threshold. However little there is, it is sent
  /// until a threshold is known.
  private func left(phase: Double) -> Double {
    let pages = burstPages(round: 1)
    let all = setting.pagesInUse - queuedPages
    let least = (Self.bandwidthPeriod * pagesPerSecond(round: 1) / pages).rounded(.up)
    let bursts = max(least, ((all - threshold) / pages).rounded(.up))
    return min(max(0, all - (bursts + phase - 0.5) * pages), max(threshold, all - least * pages))
  }

  private func rounds<Pages: DirtyPages>(_ before: Run, _ start: Pages) -> Run {
    var (run, pages, throttle) = (before, start, Throttle())
    pages.write(for: run.total)
    var least = Double.infinity
    var idleRounds = 0
    let perSecond = pagesPerSecond(round: 2)
    let burst = burstPages(round: 2)
    while run.rounds < Self.mostRounds {
      run.rounds += 1
      let dirtied = pages.collect()
      if setting.strategy.kind == .autoConverge {
        throttle.note(dirtied * setting.pageSize, sent: run.transferred, at: run.total)
        run.throttle = throttle.part
      }
      if pages.pending < threshold { return finish(run, pages.pending) }
      idleRounds = pages.pending < least * 0.999 ? 0 : idleRounds + 1
      least = min(least, pages.pending)
      let mayImprove = setting.strategy.kind == .autoConverge && !throttle.isMost
      if idleRounds > Pages.patience, !mayImprove { break }
      let bursts = max(1, ((pages.pending - threshold) / burst).rounded(.up))
      let sent = pages.send(bursts * burst)
      let seconds = sent / perSecond
      run.total += seconds
      run.transferred += sent * setting.wireBytes(round: 2)
      pages.write(for: seconds * (1 - throttle.part))
    }
    return run
  }

  private func onePass(_ before: Run) -> Run {
    var run = before
    run.total = firstPass
    guard setting.strategy.isPostcopy else { return finish(run, curve.pages(in: firstPass)) }
    run.converges = true
    run.rounds += 1
    // What was sent until then was little, and no socket is full.
    run.downtime = setting.deviceSeconds + setting.delay
    run.total += Self.bandwidthPeriod + run.downtime
    return run
  }

  private func finish(_ before: Run, _ pending: Double) -> Run {
    var run = before
    let rest = pending * setting.wireBytes(round: run.rounds)
    run.converges = true
    run.rounds += 1
    run.transferred += rest
    run.downtime =
      (rest + setting.queuedBytes) / setting.linkRate + setting.delay + setting.deviceSeconds
    run.total += run.downtime
    return run
  }
}
