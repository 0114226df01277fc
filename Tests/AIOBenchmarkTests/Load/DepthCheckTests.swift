import Platform
import Statistics
import Testing

@testable import AIOBenchmark

@Suite struct DepthCheckTests {
  /// A second in which `held` of 32 requests were in flight: the threads computed for `busy` of it, and each request
  /// took 100 µs, of which `submitting` to submit.
  private func outcome(held: Double, busy: Double = 0, submitting: Double = 0, syncs: Int = 0)
    -> IOQueue.Outcome
  {
    var outcome = IOQueue.Outcome()
    outcome.reads.record(100_000, times: 1_000)
    outcome.submit.record(UInt64(100_000 * submitting), times: 1_000)
    outcome.complete.record(UInt64(100_000 * (1 - submitting)), times: 1_000)
    outcome.depthHeld = held
    outcome.window = 1
    outcome.userSeconds = busy / 4
    outcome.systemSeconds = busy * 3 / 4
    outcome.syncs = syncs
    return outcome
  }

  private static let load = IOLoad().with { $0.depth = 32 }

  @Test(
    "A tenth of the depth asked for needs no cause",
    arguments: [(32.0, false), (29, false), (35, false), (28, true), (36, true), (0.5, true)])
  func tolerance(held: Double, needsCause: Bool) {
    #expect((DepthCheck.cause(outcome(held: held), Self.load) != nil) == needsCause)
  }

  @Test(
    "The likeliest cause",
    arguments: [
      (0.0, 0.6, "submitting blocks"), (0.9, 0.6, "submitting blocks"),
      (0.6, 0.4, "requests end faster than one thread"), (0.4, 0.4, "the threads were not running"),
      (0.0, 0.0, "the threads were not running"),
    ])
  func causes(busy: Double, submitting: Double, reason: String) throws {
    let cause = try #require(
      DepthCheck.cause(outcome(held: 20, busy: busy, submitting: submitting), Self.load))
    #expect(cause.reason.hasPrefix(reason))
    #expect(!cause.advice.isEmpty)
  }

  /// The CPU time of two threads in one second is two seconds.
  @Test func busyIsAShareOfAllThreads() throws {
    let load = IOLoad().with {
      $0.depth = 16
      $0.jobs = 2
    }
    let idle = try #require(DepthCheck.cause(outcome(held: 20, busy: 0.8), load))
    #expect(idle.reason.hasPrefix("the threads were not running"))
    let busy = try #require(DepthCheck.cause(outcome(held: 20, busy: 1.2), load))
    #expect(busy.reason.hasPrefix("requests end faster"))
  }

  @Test func anotherDepthByDesignNeedsNoCause() {
    let short = outcome(held: 1)
    #expect(DepthCheck.cause(short, Self.load) != nil)
    #expect(DepthCheck.cause(short, Self.load.with { $0.rate = 100 }) == nil)
    #expect(DepthCheck.cause(short, Self.load.with { $0.batch = 2 }) == nil)
    #expect(DepthCheck.cause(outcome(held: 1, syncs: 1), Self.load) == nil)
    #expect(DepthCheck.cause(IOQueue.Outcome(), Self.load) == nil)
  }
}
