public import Platform
import Synchronization

/// Asks a domain for signs of life, again and again, on a thread of its own.
///
///     let heartbeat = try LibvirtHeartbeat { link.answers() }
///     …
///     let result = heartbeat.stop(method: "ping 10.0.0.5")
public final class LibvirtHeartbeat: Sendable {
  /// How it is asked.
  public enum Method: Sendable, Equatable, Codable, CustomStringConvertible {
    /// Not at all.
    case none
    /// `ping` of the guest's address, from this host.
    case ping(address: String)
    /// The guest agent, by way of both sides' libvirt.
    case guestAgent

    /// For people.
    public var description: String {
      switch self {
      case .none: "none"
      case .ping(let address): "ping \(address)"
      case .guestAgent: "guest agent"
      }
    }
  }

  /// How long nobody answered.
  public struct Result: Sendable, Equatable, Codable {
    /// How it was asked; `none` where it was not.
    public var method: String
    /// Answers that came.
    public var answers: Int
    /// Questions without an answer.
    public var missed: Int
    /// The longest time from one answer to the next, in seconds; nil with fewer than two. A guest that fell
    /// silent for good has a gap up to the end of the asking.
    public var blackout: Double?
    /// The median time from one answer to the next, in seconds: a blackout is not known closer.
    public var resolution: Double?

    /// Nothing was asked.
    static let notAsked = Result(times: [], missed: 0, end: nil, method: "none")

    /// - Parameters:
    ///   - times: of the answers, in nanoseconds, in order.
    ///   - end: when the asking ended, where the last question had no answer.
    init(times: [UInt64], missed: Int, end: UInt64?, method: String) {
      self.method = method
      answers = times.count
      self.missed = missed
      let gaps = zip(times, times.dropFirst()).map { Clock.seconds(from: $0, to: $1) }
      let silence = end.flatMap { end in times.last.map { Clock.seconds(from: $0, to: end) } }
      blackout = (gaps + (silence.map { [$0] } ?? [])).max()
      resolution = gaps.isEmpty ? nil : gaps.sorted()[gaps.count / 2]
    }
  }

  private struct Heard {
    var times: [UInt64] = []
    var missed = 0
    var isLastMissed = false
  }

  private final class Ear: Sendable {
    let heard = Mutex(Heard())
    let isOver = Atomic(false)
    let progress = AwaitedCount()
  }

  /// Seconds between two questions.
  private static let pause = 0.005

  private let ear: Ear
  /// Until it is joined, by the first `stop`.
  private let thread: Mutex<Thread?>

  /// Begins to ask.
  ///
  /// - Parameter probe: asks once, within a limit of its own; whether there was an answer.
  public init(_ probe: @escaping @Sendable () -> Bool) throws(SystemError) {
    let ear = Ear()
    self.ear = ear
    let thread = try Thread {
      while !ear.isOver.load(ordering: .acquiring) {
        let isAlive = probe()
        let now = Clock.now()
        ear.heard.withLock { heard in
          heard.isLastMissed = !isAlive
          if isAlive { heard.times.append(now) } else { heard.missed += 1 }
        }
        ear.progress.advance()
        Clock.pause(Self.pause)
      }
    }
    self.thread = Mutex(thread)
  }

  deinit { end() }

  /// Waits until so many more questions were answered, or not.
  ///
  /// - Returns: false when the time is over.
  @discardableResult
  public func waitForQuestions(_ count: Int, until deadline: Deadline) -> Bool {
    for _ in 0..<count {
      let seen = ear.progress.count
      guard ear.progress.wait(whileAt: seen, until: deadline.nanoseconds) else { return false }
    }
    return true
  }

  /// Ends the asking, and waits for the last answer.
  public func stop(method: String) -> Result {
    end()
    return ear.heard.withLock { heard in
      Result(
        times: heard.times, missed: heard.missed, end: heard.isLastMissed ? Clock.now() : nil, method: method)
    }
  }

  private func end() {
    ear.isOver.store(true, ordering: .releasing)
    thread.withLock { running in
      running?.join()
      running = nil
    }
  }
}
