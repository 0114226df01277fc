internal import CPlatform
import Glibc
import Synchronization

/// Threads that are each pinned to a CPU and start their work together.
public enum PinnedTeam {
  /// What a member knows of its team.
  public struct Member: Sendable {
    /// Position in the team, from 0.
    public let index: Int
    /// How many there are.
    public let count: Int
    /// The CPU that this member is pinned to; the first of several that it may run on.
    public let cpu: Int
    fileprivate let meetings: SpinBarrier

    /// Waits, without sleeping, until every member has come here; returns at once when another member's body threw.
    public func meet() { meetings.wait() }
  }

  private static let switches = Atomic<Int>(0)

  /// How often members of all teams so far were put off their CPUs within their bodies. Unlike the process's own count
  /// it leaves out the starting of threads, where a new one puts the starting one off by design.
  public static var involuntarySwitches: Int { switches.load(ordering: .relaxed) }

  /// Runs a member's body and adds the involuntary switches in it to those of all teams.
  private static func countingSwitches<Result>(_ body: () throws -> Result) rethrows -> Result {
    // The call fails for bad arguments only; both sides would then be equal, and nothing be counted.
    let before = assay_thread_involuntary_switches()
    defer { switches.wrappingAdd(assay_thread_involuntary_switches() - before, ordering: .relaxed) }
    return try body()
  }

  /// Runs `body` once per CPU, on a thread pinned there.
  ///
  /// All members are on their CPUs before any body starts. The caller sleeps meanwhile.
  /// - Returns: the results in the order of `cpus`.
  /// - Throws: `SystemError` when a thread cannot be started or pinned (then no body runs); or the error of a
  ///   member whose body threw, the first in the order of `cpus`. Its team is not kept waiting: from then on
  ///   `meet()` returns at once, and what the others return is dropped.
  public static func run<Result: Sendable>(
    on cpus: [Int], _ body: @escaping @Sendable (Member) throws -> Result
  ) throws -> [Result] {
    try run(cpus, body) { index, work throws(SystemError) in try Thread(on: cpus[index], work) }
  }

  /// Runs `body` once per set, on a thread that may run on any of its CPUs: as `run(on:)`, with the choice among
  /// them left to the scheduler.
  public static func run<Result: Sendable>(
    within sets: [CPUSet], _ body: @escaping @Sendable (Member) throws -> Result
  ) throws -> [Result] {
    precondition(sets.allSatisfy { !$0.isEmpty })
    return try run(sets.compactMap(\.first), body) { index, work throws(SystemError) in
      try Thread(within: sets[index], work)
    }
  }

  private static func run<Result: Sendable>(
    _ cpus: [Int], _ body: @escaping @Sendable (Member) throws -> Result,
    starting: (Int, @escaping @Sendable () -> Void) throws(SystemError) -> Thread
  ) throws -> [Result] {
    let start = SpinBarrier(count: cpus.count)
    let meetings = SpinBarrier(count: cpus.count)
    let slots = Slots<Result>(count: cpus.count)
    var threads: [Thread] = []
    for (index, cpu) in cpus.enumerated() {
      let member = Member(index: index, count: cpus.count, cpu: cpu, meetings: meetings)
      do {
        threads.append(
          try starting(index) {
            start.wait()
            let result = Swift.Result {
              if start.isCancelled { throw Cancelled() }
              return try countingSwitches { try body(member) }
            }
            if case .failure = result { meetings.cancel() }
            slots.put(index, result)
          })
      } catch {
        start.cancel()
        for thread in threads { thread.join() }
        throw error
      }
    }
    for thread in threads { thread.join() }
    return try slots.results()
  }

  /// A member did not run because another one could not.
  struct Cancelled: Error {}

  /// One result a member.
  private final class Slots<Value: Sendable>: Sendable {
    private let values: Mutex<[Swift.Result<Value, any Error>?]>

    init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

    func put(_ index: Int, _ value: Swift.Result<Value, any Error>) {
      values.withLock { $0[index] = value }
    }

    /// All values, or the first error that is a cause and not a consequence.
    func results() throws -> [Value] {
      let held = values.withLock { $0 }
      for case .failure(let error)? in held where !(error is Cancelled) { throw error }
      return try held.map { try ($0 ?? .failure(Cancelled())).get() }
    }
  }
}

/// A barrier that spins: its members own their CPUs, and sleeping would cost what is being measured.
///
/// A member that waits long offers its CPU to others: the one that it waits for may be queued behind it, and under
/// a real-time policy would stay there for ever.
public final class SpinBarrier: Sendable {
  /// Spins between two offers of the CPU, some ten microseconds: members that own their CPUs meet sooner.
  private static let spinsPerYield = 1 << 14

  private let count: Int
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)
  private let cancelled = Atomic<Bool>(false)

  /// A barrier for `count` members.
  public init(count: Int) { self.count = count }

  /// Waits for the others; returns at once when cancelled.
  public func wait() {
    let mine = generation.load(ordering: .acquiring)
    if arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      generation.store(mine + 1, ordering: .releasing)
      return
    }
    var spins = 0
    while generation.load(ordering: .acquiring) == mine && !isCancelled {
      spins += 1
      if spins.isMultiple(of: Self.spinsPerYield) { sched_yield() }
    }
  }

  /// Lets everybody through, now and from now on.
  public func cancel() { cancelled.store(true, ordering: .releasing) }

  /// Whether it was cancelled.
  public var isCancelled: Bool { cancelled.load(ordering: .acquiring) }
}
