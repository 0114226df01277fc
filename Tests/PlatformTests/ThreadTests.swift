import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ThreadTests {
  @Test func runsOnAThreadOfItsOwnAndIsJoined() throws {
    let caller = pthread_self()
    let calls = Counter()
    let own = try OwnThread.run {
      calls.next()
      return pthread_self()
    }
    #expect(calls.count == 1)
    #expect(own != caller)
  }

  @Test func everyThreadRunsItsBodyOnce() throws {
    let calls = Counter()
    try OwnThread.run(times: 64) { _ in calls.next() }
    #expect(calls.count == 64)
  }

  @Test func theBodyIsReleasedWithTheThread() throws {
    weak var held: Counter?
    try {
      let counter = Counter()
      held = counter
      try Thread { counter.next() }.join()
    }()
    #expect(held == nil)
  }

  @Test func aThreadThatCannotBeStartedIsAnErrorAndReleasesItsBody() throws {
    weak var held: Counter?
    let calls = Counter()
    #expect(throws: SystemError(code: EAGAIN, operation: "start a thread")) {
      try SystemCall.withForcedFailures({ _, _ in EAGAIN }) {
        let counter = Counter()
        held = counter
        try Thread {
          counter.next()
          calls.next()
        }.join()
      }
    }
    #expect(held == nil)
    #expect(calls.count == 0)
  }

  @Test func threadsThatCanBeStartedAreNoError() throws {
    try Thread.tryOut(0)
    try Thread.tryOut(32)
  }

  @Test func theFirstThreadThatCannotBeStartedIsTheError() {
    let asked = Counter()
    #expect(throws: SystemError(code: EAGAIN, operation: "start a thread")) {
      try SystemCall.withForcedFailures({ _, _ in asked.next() == 3 ? EAGAIN : nil }) {
        try Thread.tryOut(8)
      }
    }
    #expect(asked.count == 3)
  }
}
