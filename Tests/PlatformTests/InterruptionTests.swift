import Platform
import TestSupport
import Testing

@Suite struct InterruptionTests {
  @Test func nothingIsRequestedAtFirst() {
    let interruption = Interruption()
    let calls = Counter()
    interruption.onRequest { calls.next() }
    #expect(!interruption.isRequested)
    #expect(calls.count == 0)
  }

  @Test func theHandlerIsCalledOnce() {
    let interruption = Interruption()
    let calls = Counter()
    interruption.onRequest { calls.next() }
    interruption.request()
    #expect(interruption.isRequested)
    #expect(calls.count == 1)
    interruption.request()
    #expect(interruption.isRequested)
    #expect(calls.count == 1)
  }

  @Test func aHandlerSetAfterwardsIsCalledAtOnceAndOnce() {
    let interruption = Interruption()
    interruption.request()
    let calls = Counter()
    interruption.onRequest { calls.next() }
    #expect(calls.count == 1)
    interruption.request()
    #expect(calls.count == 1)
  }

  @Test func aLaterHandlerReplacesAnEarlierOne() {
    let interruption = Interruption()
    let first = Counter()
    let second = Counter()
    interruption.onRequest { first.next() }
    interruption.onRequest { second.next() }
    interruption.request()
    #expect(first.count == 0)
    #expect(second.count == 1)
  }

  @Test func aHandlerMayUseTheInterruption() {
    let interruption = Interruption()
    let calls = Counter()
    interruption.onRequest {
      interruption.onRequest { calls.next() }
      calls.next()
    }
    interruption.request()
    #expect(calls.count == 2)
  }

  @Test func requestAndHandlerThatRaceCallItExactlyOnce() throws {
    for _ in 0..<200 {
      let interruption = Interruption()
      let calls = Counter()
      try OwnThread.run(times: 2) { index in
        if index == 0 { interruption.request() } else { interruption.onRequest { calls.next() } }
      }
      #expect(calls.count == 1)
    }
  }
}
