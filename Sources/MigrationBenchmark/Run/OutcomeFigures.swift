internal import Platform
internal import VirtualMachine

/// Makes figures of what was seen and heard.
struct OutcomeFigures {
  /// Seconds of beats on either side of the pause that the clocks are fitted to: close to it, so that an error of the
  /// rate adds up over little.
  private static let fitSeconds = 1.0
  /// Fewer beats in that time are made up from before: a guest that is slowed down beats seldom.
  private static let fitBeats = 200
  /// What the time of day may have moved by against the monotonic clock, in nanoseconds: two readings differ by less.
  private static let steadyOffset = 500_000

  private let watch: MigrationWatch
  private let baseline: UInt64
  private let sourceBeats: [Beat]
  private let destinationBeats: [Beat]

  init(_ watch: MigrationWatch, since baseline: UInt64) {
    self.watch = watch
    self.baseline = baseline
    // Before it there may be the check of the hop before.
    sourceBeats = watch.source.listener.beats.filter { $0.time >= baseline }
    destinationBeats = watch.destination.listener.beats
  }

  private var settings: BeaconSettings { watch.source.options.settings }

  func fill(_ outcome: inout MigrationOutcome) {
    let end = outcome.ending == .completed ? completion : watch.over
    outcome.total = Clock.seconds(from: watch.start, to: max(watch.start, end))
    outcome.timeline.points = watch.points
    outcome.timeline.intervals = MigrationTimeline.intervals(
      of: sourceBeats + (outcome.ending == .completed ? destinationBeats : []), from: watch.start)
    let ram = watch.progress?.ram
    outcome.transferred = ram?.transferred
    outcome.remaining = ram?.remaining
    outcome.rounds = ram?.dirtySyncCount.map { Int($0) }
    outcome.setup = watch.progress?.setupTime.map { Double($0) / 1000 }
    outcome.baseline = noting(&outcome, "the beats before it") { () throws(BeatError) in
      try Brownout(of: sourceBeats, during: baseline...max(baseline, watch.start), settings)
    }
    guard outcome.ending == .completed else {
      outcome.brownout = noting(&outcome, "the beats while it migrated") { () throws(BeatError) in
        try Brownout(of: sourceBeats, during: watch.start...max(watch.start, end), settings)
      }
      return
    }
    outcome.reportedPause = watch.progress?.downtime.map { Double($0) / 1000 }
    outcome.reportedTotal = watch.progress?.totalTime.map { Double($0) / 1000 }
    fillPause(&outcome)
    fillBeats(&outcome, until: end)
  }

  private func fillPause(_ outcome: inout MigrationOutcome) {
    guard let stop = watch.event("STOP", of: .source),
      let resume = watch.event("RESUME", of: .destination)
    else {
      outcome.notes.append("the pause was not measured: QEMU sent no STOP or no RESUME")
      return
    }
    outcome.clockWasSet = clockWasSet
    outcome.clockBound = watch.clockDifference?.errorBound
    if watch.destination.isElsewhere, watch.clockDifference == nil {
      outcome.notes.append(
        "the destination's clock could not be read: the pause is by when its events arrived here")
    }
    outcome.pauseByArrival = (Double(resume.arrival) - Double(stop.arrival)) * 1e-9
    outcome.pause =
      hasOneClock
      ? Double(Int64(moment(of: resume, at: .destination)) - Int64(moment(of: stop, at: .source))) * 1e-9
      : outcome.pauseByArrival
    let stopped = outcome.clockWasSet ? stop.arrival : moment(of: stop, at: .source)
    let before = sourceBeats.filter { $0.time < stopped }
    // In post-copy the guest waits for pages until all have come.
    let begin = outcome.wasSwitched ? completion : 0
    let after = destinationBeats.filter { $0.time >= begin }
    let fit = noting(&outcome, "the guest's pause") { () throws(BeatError) in
      try ClockFit(before: Self.near(before.reversed()).reversed(), after: Self.near(after))
    }
    outcome.guestPause = fit?.pause
    // The way of the destination's beats takes something between nothing and there and back.
    outcome.guestPauseBound = (fit?.errorBound).map { $0 + (watch.clockDifference?.roundTrip ?? 0) }
  }

  private func fillBeats(_ outcome: inout MigrationOutcome, until end: UInt64) {
    let first = sourceBeats.lastIndex { $0.time <= watch.start } ?? 0
    let beats = Array(sourceBeats[min(first, sourceBeats.count)...]) + destinationBeats
    let blackout = noting(&outcome, "the blackout") { () throws(BeatError) in try Blackout(of: beats) }
    outcome.blackout = blackout?.seconds
    outcome.brownout = noting(&outcome, "the beats while it migrated") { () throws(BeatError) in
      try Brownout(of: beats, during: watch.start...max(watch.start, end), without: blackout, settings)
    }
  }

  /// When both ends were done.
  private var completion: UInt64 {
    let times = LinkSide.allCases.compactMap { side in
      watch.completion(of: side).map { moment(of: $0, at: side) }
    }
    guard hasOneClock, let last = times.max() else { return watch.over }
    return min(watch.over, last)
  }

  private var clockWasSet: Bool {
    (watch.offsets.after - watch.offsets.before).magnitude > Self.steadyOffset
  }

  /// Whether what both ends say of the time can be put on one clock.
  private var hasOneClock: Bool {
    !clockWasSet && (!watch.destination.isElsewhere || watch.clockDifference != nil)
  }

  /// QEMU's time of an event on our clock.
  private func moment(of event: QMPEvent, at side: LinkSide) -> UInt64 {
    let ahead = side == .destination ? watch.clockDifference?.nanoseconds ?? 0 : 0
    return UInt64(clamping: event.microseconds &* 1000 &- watch.offsets.before &- ahead)
  }

  /// The beats closest to the pause; the first is the closest.
  private static func near(_ beats: [Beat]) -> [Beat] {
    guard let first = beats.first else { return [] }
    let close = beats.prefix {
      max($0.time, first.time) - min($0.time, first.time) <= UInt64(fitSeconds * 1e9)
    }
    return Array(close.count >= fitBeats ? close : beats.prefix(fitBeats))
  }

  /// What cannot be measured is said in the notes.
  private func noting<Value>(
    _ outcome: inout MigrationOutcome, _ what: String, _ body: () throws(BeatError) -> Value
  ) -> Value? {
    do { return try body() } catch {
      outcome.notes.append("\(what): \(error)")
      return nil
    }
  }
}
