import Synchronization

/// Threads that only compute, as a load beside what is measured, under SCHED_OTHER.
public final class BusyThreads {
  private let state: State
  private var threads: [Thread] = []

  private final class State: Sendable {
    let isStopping = Atomic<Bool>(false)
    let turns = Atomic<Int>(0)
  }

  /// Pieces of work (about a microsecond each) between two looks at whether to stop.
  private static let piecesPerTurn = 50

  /// Turns of work that all threads together have done so far.
  public var turns: Int { state.turns.load(ordering: .relaxed) }

  /// Starts threads that compute until `stop()`.
  ///
  /// - Parameters:
  ///   - cpus: where they run, pinned.
  ///   - each: how many on each CPU; 0 for none.
  /// - Throws: `SystemError` when a thread cannot be started; then none is left running.
  public init(on cpus: [Int], each: Int) throws(SystemError) {
    let state = State()
    self.state = state
    for cpu in cpus {
      for _ in 0..<each {
        do {
          threads.append(
            try Thread(on: cpu) {
              while !state.isStopping.load(ordering: .relaxed) {
                Probes.work(pieces: Self.piecesPerTurn)
                state.turns.wrappingAdd(1, ordering: .relaxed)
              }
            })
        } catch {
          stop()
          throw error
        }
      }
    }
  }

  /// Ends the threads and waits for it; more than once does no harm.
  public func stop() {
    state.isStopping.store(true, ordering: .relaxed)
    for thread in threads { thread.join() }
    threads = []
  }

  deinit { stop() }
}
