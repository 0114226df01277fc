import Testing

@testable import MemoryBenchmark

@Suite("Thread scales")
struct ThreadScaleTests {
  @Test("Scales begin with 1, end with all, and rise")
  func scales() {
    #expect(ThreadScale.counts(upTo: 1, .ends) == [1])
    #expect(ThreadScale.counts(upTo: 96, .ends) == [1, 96])
    #expect(ThreadScale.counts(upTo: 1, .doubling) == [1])
    #expect(ThreadScale.counts(upTo: 2, .doubling) == [1, 2])
    #expect(ThreadScale.counts(upTo: 6, .doubling) == [1, 2, 4, 6])
    #expect(ThreadScale.counts(upTo: 96, .doubling) == [1, 2, 4, 8, 16, 32, 64, 96])
    #expect(ThreadScale.counts(upTo: 5, .every) == [1, 2, 3, 4, 5])
    #expect(ThreadScale.counts(upTo: 64, .every) == Array(1...64))
    for all in [65, 96, 128, 1_000, 8_192] {
      let scale = ThreadScale.counts(upTo: all, .every)
      #expect(scale.first == 1 && scale.last == all && scale == scale.sorted())
      #expect(scale.count <= 65, "64 steps and the end")
    }
  }
}
