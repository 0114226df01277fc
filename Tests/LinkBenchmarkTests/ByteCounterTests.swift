import Testing

@testable import LinkBenchmark

@Suite("Bytes of a window")
struct ByteCounterTests {
  @Test(
    "The window begins with the first call in it, whose bytes came before, and ends with the first at its end"
  )
  func counts() {
    var counter = ByteCounter(start: 100, end: 200)
    counter.count(1_000, at: 50)
    counter.count(1_000, at: 99)
    counter.count(7, at: 110)
    counter.count(20, at: 150)
    #expect(counter.result == nil)
    counter.count(3, at: 210)
    #expect(counter.result == StreamResult(bytes: 23, nanoseconds: 100, total: 2_030))
    counter.count(999, at: 220)
    #expect(counter.result == StreamResult(bytes: 23, nanoseconds: 100, total: 2_030))
  }

  @Test("A link that brings nothing until its end has still a time of its own")
  func slow() {
    var counter = ByteCounter(start: 100, end: 200)
    counter.count(10, at: 5_000)
    #expect(counter.result == nil)
    counter.count(10, at: 5_000)
    #expect(counter.result == nil, "no time has passed")
    counter.count(30, at: 6_000)
    #expect(counter.result == StreamResult(bytes: 40, nanoseconds: 1_000, total: 50))
  }
}
