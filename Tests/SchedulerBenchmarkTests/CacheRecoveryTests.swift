import Testing

@testable import SchedulerBenchmark

@Suite("Recovery after a move")
struct CacheRecoveryTests {
  @Test("What the first passes took beyond the warm one counts")
  func loss() {
    #expect(CacheRecovery.loss([30, 15, 10, 10, 10, 10, 10, 10]) == 25)
    #expect(CacheRecovery.loss([10, 10, 10, 10, 10, 10]) == 0)
  }

  @Test("The first pass counts although it is nearly warm; later ones near it do not")
  func nearlyWarm() {
    #expect(CacheRecovery.loss([104, 104, 104, 100, 100, 100, 100, 100]) == 4)
    #expect(CacheRecovery.loss([98, 100, 100, 100, 100, 100]) == -2)
  }

  @Test("Passes near the warm one count until three of them stand in a row")
  func steadiness() {
    // Two warm passes, then a slow one: not back yet.
    #expect(CacheRecovery.loss([200, 100, 100, 150, 100, 100, 100, 100]) == 150)
    // After three in a row a slow one is something else.
    #expect(CacheRecovery.loss([200, 100, 100, 100, 150, 100, 100, 100]) == 100)
  }

  @Test("A thread that does not come to rest loses in all its passes")
  func restless() {
    #expect(CacheRecovery.loss([200, 180, 160, 140, 120, 100]) == 180)
  }

  @Test("The CPU's own speed is the measure: another kind of core is no loss")
  func slowerCPU() {
    #expect(CacheRecovery.loss([300, 200, 200, 200, 200, 200]) == 100)
  }

  @Test("Too few passes tell nothing", arguments: [[], [1], [3, 1, 1, 1, 1]] as [[Double]])
  func tooFew(_ passes: [Double]) {
    #expect(CacheRecovery.loss(passes) == nil)
  }
}
