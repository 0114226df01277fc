import MigrationBenchmark
import Statistics
import Testing

struct SweepTests {
  /// A guest of which each candidate's medians are known.
  private struct World {
    var generator: SeededGenerator
    var ran: [Int: Int] = [:]
    var order: [Int] = []

    mutating func run(_ candidate: Int, _ times: Int, _ medians: [Double], noise: Double)
      -> [MigrationFigures]
    {
      ran[candidate, default: 0] += times
      order.append(candidate)
      return (0..<times).map { _ in
        let values = medians.map { $0 * (1 + noise * (Double(generator.below(2001)) / 1000 - 1)) }
        return MigrationFigures(
          blackout: values[0], total: values[1], brownout: values[2], transferred: 1)
      }
    }
  }

  @Test("the best is found, with fewer migrations than all would take", arguments: 0..<30)
  func keepsTheBest(seed: UInt64) async {
    var world = World(generator: SeededGenerator(seed: seed))
    let best = Int(seed % 8)
    var sweep = Sweep(Array(0..<8), budget: 120)
    sweep.seed = seed
    let result = await sweep.run { candidate, times in
      let base = candidate == best ? 1.0 : 1.3 + 0.1 * Double(candidate)
      return world.run(candidate, times, [0.1 * base, 10 * base, 0.01 * base], noise: 0.2)
    }
    #expect(result.ranking.first == best)
    #expect(result.entries[best].fate == .stayed)
    #expect(result.spent <= 120 && result.spent == world.ran.values.reduce(0, +))
    #expect(result.entries[best].samples.count > result.entries[(best + 1) % 8].samples.count)
  }

  @Test func theSameSeedGivesTheSame() async {
    func order(_ seed: UInt64) async -> [Int] {
      var world = World(generator: SeededGenerator(seed: 1))
      var sweep = Sweep(Array(0..<6), budget: 60)
      sweep.seed = seed
      _ = await sweep.run { world.run($0, $1, [1, 1, 1], noise: 0.1) }
      return world.order
    }
    let (one, again, other) = (await order(3), await order(3), await order(4))
    #expect(one == again)
    #expect(one != other)
  }

  @Test func whatBreaksTheServiceLevelIsOut() async throws {
    var world = World(generator: SeededGenerator(seed: 1))
    var sweep = Sweep([0, 1], budget: 40, serviceLevel: try ServiceLevel("blackout=300ms"))
    sweep.firstRuns = 6
    let result = await sweep.run { candidate, times in
      // The one that breaks it is the faster one in all else.
      world.run(candidate, times, candidate == 0 ? [0.5, 1, 0.01] : [0.2, 5, 0.05], noise: 0.05)
    }
    #expect(result.entries[0].fate == .broke("FAIL: blackout") && world.ran[0] == 6)
    #expect(result.ranking == [1, 0] && result.front == [0, 1])
    #expect(result.entries[1].verdict?.verdict == .pass)
    let recommendation = Recommendation(result) { _ in MigrationStrategy(.precopy) }
    #expect(recommendation?.index == 1)
  }

  @Test func whoeverIsBeatenBeyondDoubtIsOut() async {
    var world = World(generator: SeededGenerator(seed: 1))
    var sweep = Sweep([0, 1, 2], budget: 60)
    sweep.firstRuns = 6
    let result = await sweep.run { candidate, times in
      world.run(candidate, times, [[1, 1, 1], [0.1, 9, 1], [2, 10, 2]][candidate], noise: 0.01)
    }
    #expect(result.entries[2].fate == .beaten(by: 0) || result.entries[2].fate == .beaten(by: 1))
    #expect(result.front == [0, 1])
  }

  @Test func whatWillNotConvergeIsNotRun() async throws {
    var world = World(generator: SeededGenerator(seed: 1))
    let setting = MigrationSetting(
      pagesInUse: 100_000, linkRate: 32e6, strategy: MigrationStrategy(.precopy))
    let windows = [0.25, 1, 4].map { DirtyWindow(seconds: $0, pages: min(60_000, 75_000 * $0)) }
    let forecast = try Forecast(windows, setting)
    let result = await Sweep([0, 1], budget: 12).run(
      forecast: { $0 == 0 ? forecast : nil }, measure: { world.run($0, $1, [1, 1, 1], noise: 0) })
    #expect(world.ran[0] == nil && result.entries[0].samples.isEmpty)
    #expect(result.entries[0].fate == .skipped(forecast.verdict))
    #expect(result.entries[0].fate.text.hasPrefix("skipped: will not converge: needs "))
    #expect(result.ranking == [1] && result.front == [1])
  }

  @Test func edges() async {
    let nothing = await Sweep([Int](), budget: 10).run { _, _ in [] }
    #expect(nothing.entries.isEmpty && nothing.ranking.isEmpty && nothing.spent == 0)
    let broke = await Sweep([1, 2, 3], budget: 2).run { _, _ in [] }
    #expect(broke.spent == 0 && broke.ranking.isEmpty)
    #expect(Recommendation(broke) { _ in MigrationStrategy(.precopy) } == nil)
    let failing = await Sweep([1, 2], budget: 20).run { Array(repeating: .failed, count: $1) }
    #expect(failing.ranking.isEmpty && failing.front.isEmpty)
  }

  private struct Refusal: Error, Equatable {}

  @Test func whatTheClosureThrowsComesOut() async {
    await #expect(throws: Refusal()) {
      _ = try await Sweep([1], budget: 10).run { (_, _) throws(Refusal) in throw Refusal() }
    }
  }
}
