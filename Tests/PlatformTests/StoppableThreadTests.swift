import Platform
import TestSupport
import Testing

@Suite struct StoppableThreadTests {
  @Test func itRunsUntilItIsTold() throws {
    let counter = Counter()
    let thread = try StoppableThread { stop in
      var set = SocketSet()
      let place = set.add(stop)
      // It may be told before it begins to wait.
      while !set.isReady(place) { try? set.wait(until: nil) }
      if stop.isRaised { counter.next() }
    }
    #expect(counter.count == 0)
    try OwnThread.run(times: 4) { _ in thread.stop() }
    #expect(counter.count == 1)
    thread.stop()
  }

  @Test func lettingGoOfItStopsIt() throws {
    let counter = Counter()
    var thread: StoppableThread? = try StoppableThread { stop in
      var set = SocketSet()
      _ = set.add(stop)
      while !stop.isRaised { try? set.wait(until: nil) }
      counter.next()
    }
    withExtendedLifetime(thread) {}
    thread = nil
    #expect(counter.count == 1)
  }
}
