import CAllocations
import Glibc
import Testing

/// A measuring loop that asks for memory measures the allocator with it.
@Suite(.timeLimit(.minutes(10))) struct AllocationTests {
  /// Runs a loop for one amount or a multiple of it; again where a window passed while others had the CPU.
  private func run(_ loop: measuring_loop, _ amount: UInt32) throws -> loop_outcome {
    var outcome = loop_outcome()
    for _ in 0..<50 {
      let result = unsafe count_allocations(loop, amount, &outcome)
      try #require(result == 0)
      if outcome.rounds != 0 { break }
    }
    try #require(outcome.rounds > 0, "errno \(-outcome.rounds)")
    return outcome
  }

  /// What is set up before a loop may allocate; the rounds of it may not: eight times as many ask for no more.
  @Test(
    arguments: [
      LOOP_WAKEUPS, LOOP_REQUESTS, LOOP_PIPE, LOOP_FUTEX, LOOP_EVENTFD, LOOP_SOCKET_MESSAGES,
      LOOP_PIPE_MESSAGES,
      LOOP_CLOCK_GAPS, LOOP_MOVES, LOOP_PIECES, LOOP_BOUNCE, LOOP_STREAM, LOOP_CHASE,
      LOOP_LIBAIO, LOOP_LIBAIO_RING, LOOP_SYNC,
      LOOP_ZSTD, LOOP_ZSTD_CALLS, LOOP_LZ4, LOOP_LZ4HC_CALLS, LOOP_PAGES,
    ])
  func noRoundAllocates(loop: measuring_loop) throws {
    #expect(try run(loop, 1).allocations == run(loop, 8).allocations)
  }

  /// io_uring may be switched off here, by a sysctl or a container.
  private static let hasUring: Bool = {
    var outcome = loop_outcome()
    return unsafe count_allocations(LOOP_URING, 1, &outcome) != 0
      || ![EPERM, ENOSYS].contains(Int32(-outcome.rounds))
  }()

  @Test(.enabled(if: hasUring, "io_uring is switched off here"))
  func noRequestThroughIOUringAllocates() throws {
    #expect(try run(LOOP_URING, 1).allocations == run(LOOP_URING, 8).allocations)
  }

  @Test func theCountSeesAnAllocationInEachRound() throws {
    #expect(try run(LOOP_CONTROL, 1).allocations == 1)
    #expect(try run(LOOP_CONTROL, 8).allocations == 8)
  }
}
