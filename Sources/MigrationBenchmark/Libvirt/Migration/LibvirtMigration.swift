public import Platform

/// Migrates a domain by libvirt, watches it, and says what came of it.
///
/// Only the domain that is given is touched: its downtime limit is set, and put back where it stays at the
/// source.
public struct LibvirtMigration: Sendable {
  /// Seconds from one question to the source to the next.
  private static let pollInterval = 0.1
  /// Seconds that one of them may take: a daemon that hangs must not keep an end that was asked for waiting.
  private static let pollPatience = 2.0
  /// Seconds from one look at the destination to the next: a daemon that is gone ends the migration also where
  /// `virsh` does not notice.
  private static let lookInterval = 2.0
  /// Seconds that an end may take that was asked for.
  private static let endPatience = 30.0

  /// How.
  public var strategy: LibvirtStrategy
  /// How the guest is asked for signs of life meanwhile.
  public var heartbeat = LibvirtHeartbeat.Method.none
  /// Seconds after which it is ended.
  public var timeLimit = 600.0
  private let domain: LibvirtDomain
  private let source: Virsh
  private let destination: Virsh

  /// A migration that has not begun.
  ///
  /// - Parameter domain: from `Virsh.domain(named:)` of the source.
  public init(
    _ strategy: LibvirtStrategy, of domain: LibvirtDomain, from source: Virsh, to destination: Virsh
  ) {
    self.strategy = strategy
    self.domain = domain
    self.source = source
    self.destination = destination
  }

  /// Does it. The calling thread waits; the domain runs at one of the sides at the end, as `ending` says.
  ///
  /// - Parameter cancel: ends it, within a second or so.
  /// - Throws: `VirshError` when it could not begin; nothing was changed then.
  public func run(cancel: Interruption) throws(VirshError) -> LibvirtOutcome {
    let state = try source.state(of: domain)
    guard state.isRunning else {
      throw VirshError(
        .notRunning,
        "\(domain.name) is \(state) at \(source.uri); only a domain that runs can be migrated live: start it")
    }
    let oldLimit = strategy.strategy.isPostcopy ? nil : try source.downtimeLimit(of: domain)
    let ear = try LibvirtHeartbeat.start(
      heartbeat, domain: domain, source: source, destination: destination)
    ear?.waitForQuestions(3, until: .after(.seconds(Self.endPatience)))
    if oldLimit != nil { try source.setDowntimeLimit(strategy.strategy.downtimeLimit, of: domain) }
    var watch = Watch()
    do {
      try migrate(&watch, cancel)
    } catch {
      putBack(oldLimit, &watch)
      throw error
    }
    ear?.waitForQuestions(3, until: .after(.seconds(Self.pollPatience)))
    let pulse = ear?.stop(method: "\(heartbeat)") ?? LibvirtHeartbeat.Result.notAsked
    return finish(&watch, oldLimit, pulse)
  }

  /// What is gathered on the way.
  private struct Watch {
    var timeline: [LibvirtOutcome.Sample] = []
    var remarks: [String] = []
    var seconds = 0.0
    /// Why it was told to end; nil where it was not.
    var ended: End?
    var result = ChildEnd.exited(0)
    var said = ""
  }

  private enum End {
    case cancelled
    case timeLimit
    case destinationLost(String)
  }

  private func migrate(_ watch: inout Watch, _ cancel: Interruption) throws(VirshError) {
    let words = source.invocation(strategy.arguments(domain: domain.uuid, to: destination.uri))
    let start = Clock.now()
    let child: ChildProcess
    do {
      child = try ChildProcess(words.path, words.arguments)
    } catch {
      throw VirshError(.refused, "virsh migrate cannot be started: \(error)")
    }
    let limit = Deadline.after(.seconds(timeLimit))
    var nextLook = Deadline.after(.seconds(Self.lookInterval))
    while child.wait(until: .after(.seconds(Self.pollInterval))) == nil {
      if cancel.isRequested || limit.isOver {
        watch.ended = cancel.isRequested ? .cancelled : .timeLimit
      } else if nextLook.isOver {
        watch.ended = loss(of: destination).map { .destinationLost($0) }
        nextLook = .after(.seconds(Self.lookInterval))
      }
      if watch.ended != nil {
        end(child, &watch)
        break
      }
      // Before it has begun and when it is over there is nothing to be told.
      if let job = try? source.job(of: domain, timeout: Self.pollPatience), job.kind == .unbounded {
        watch.timeline.append(.init(seconds: Clock.seconds(from: start, to: Clock.now()), job: job))
      }
    }
    watch.result = child.ended ?? child.kill()
    watch.seconds = Clock.seconds(from: start, to: Clock.now())
    watch.said = child.lastLines().joined(separator: "\n")
  }

  /// Why nobody answers at a side, twice; nil where somebody does, if slowly.
  private func loss(of side: Virsh) -> String? {
    var reason: String?
    for _ in 0..<2 {
      do {
        _ = try side.run(["hostname"], timeout: Self.pollPatience)
        return nil
      } catch {
        guard error.kind == .unreachable else { return nil }
        reason = error.description
      }
    }
    return reason
  }

  /// Asks libvirt to end it until it has: right after its start there is no job yet.
  private func end(_ child: ChildProcess, _ watch: inout Watch) {
    let patience = Deadline.after(.seconds(Self.endPatience))
    var refusal: String?
    repeat {
      do {
        try source.abortJob(of: domain)
        refusal = nil
      } catch {
        refusal = error.description
      }
    } while child.wait(until: .after(.seconds(Self.pollInterval))) == nil && !patience.isOver
    if child.ended == nil {
      child.kill()
      watch.remarks.append(
        "the migration did not end within \(Self.endPatience) s; virsh was killed\(refusal.map { ": \($0)" } ?? "")"
      )
    }
  }

  private func finish(
    _ watch: inout Watch, _ oldLimit: Double?, _ pulse: LibvirtHeartbeat.Result
  ) -> LibvirtOutcome {
    var outcome = LibvirtOutcome(
      ending: .completed,
      command: strategy.command(domain: domain.name, to: destination.uri, from: source.uri),
      seconds: watch.seconds, source: state(at: source), destination: state(at: destination),
      timeline: watch.timeline, heartbeat: pulse, remarks: [])
    if watch.result == .exited(0) {
      do {
        outcome.account = try destination.completedJob(of: domain)
      } catch {
        outcome.accountMissing = error.description
      }
    } else {
      outcome.ending = ending(of: watch, outcome.source)
      putBack(oldLimit, &watch)
    }
    outcome.remarks = watch.remarks
    return outcome
  }

  private func ending(of watch: Watch, _ source: DomainState?) -> LibvirtOutcome.Ending {
    let words = VirshError.words(of: watch.said)
    guard source?.isRunning == true else {
      let now = source.map { "is \($0)" } ?? "is not known"
      return .failed(
        reason: "\(words); the domain \(now) at the source: look at both sides before it is started")
    }
    return switch watch.ended {
    case .cancelled: .cancelled
    case .timeLimit: .failed(reason: "it had not ended after \(timeLimit) s; the domain runs at the source")
    case .destinationLost(let reason):
      .failed(reason: "the destination is gone, the domain runs at the source: \(reason)")
    case nil: .failed(reason: words)
    }
  }

  private func state(at side: Virsh) -> DomainState? {
    // Where the domain is not, or nobody answers, there is no state.
    try? side.state(of: domain)
  }

  private func putBack(_ limit: Double?, _ watch: inout Watch) {
    guard let limit else { return }
    do {
      try source.setDowntimeLimit(limit, of: domain)
    } catch {
      watch.remarks.append("the domain's downtime limit was \(limit) s and could not be put back: \(error)")
    }
  }
}
