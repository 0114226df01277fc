import Synchronization

/// Threads that only compute, as a load beside what is measured, under SCHED_OTHER.
public final class BusyThreads {
  private let stopping: Flag
  private var threads: [Thread] = []

  private final class Flag: Sendable {
    let isSet = Atomic<Bool>(false)
  }

  /// Starts threads that compute until `stop()`.
  ///
  /// - Parameters:
  ///   - cpus: where they run, pinned.
  ///   - each: how many on each CPU; 0 for none.
  /// - Throws: `SystemError` when a thread cannot be started; then none is left running.
  public init(on cpus: [Int], each: Int) throws(SystemError) {
    let flag = Flag()
    stopping = flag
    for cpu in cpus {
      for _ in 0..<each {
        do {
          threads.append(
            try Thread(on: cpu) {
              while !flag.isSet.load(ordering: .relaxed) { _ = Probes.work(pieces: 1) }
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
    stopping.isSet.store(true, ordering: .relaxed)
    for thread in threads { thread.join() }
    threads = []
  }

  deinit { stop() }
}
