import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(10))) struct RepetitionTests {
  @Test func itIsDoneAgainAndAgain() throws {
    let counter = Counter()
    let repetition = try Repetition(every: 1e-4) { counter.next() }
    while counter.count < 3 { sched_yield() }
    repetition.stop()
    // Nothing is done any more.
    let count = counter.count
    for _ in 0..<1_000 { sched_yield() }
    #expect(counter.count == count)
  }

  /// A pause of an hour ends at once, and nothing is done in it.
  @Test func stoppingEndsThePause() throws {
    let counter = Counter()
    try Repetition(every: 3_600) { counter.next() }.stop()
    #expect(counter.count == 0)
  }
}
