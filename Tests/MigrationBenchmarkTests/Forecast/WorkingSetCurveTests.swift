import Glibc
import MigrationBenchmark
import Testing

struct WorkingSetCurveTests {
  private static func windows(_ pages: (Double) -> Double) -> [DirtyWindow] {
    [0.25, 0.5, 1, 2, 4].map { DirtyWindow(seconds: $0, pages: pages($0)) }
  }

  @Test func itTellsTheTwoModelsApart() throws {
    let sequential = try #require(WorkingSetCurve(Self.windows { min(3000, 1500 * $0) }, most: 1e5))
    #expect(sequential.shape == .sequential && abs(sequential.workingSet - 3000) < 90)
    #expect(abs(sequential.rate - 1500) < 15 && sequential.residual < 0.01)
    #expect(abs(sequential.reach - 3000) < 1)
    let random = try #require(WorkingSetCurve(Self.windows { -3000 * expm1(-$0 / 2) }, most: 1e5))
    #expect(random.shape == .random && abs(random.workingSet - 3000) < 150 && random.residual < 0.01)
    #expect(abs(random.pages(in: 100) - 3000) < 150 && abs(random.pages(in: 0.01) - 15) < 1)
  }

  @Test func itGoesThroughTheWindowsAndNeverFalls() throws {
    let measured = [
      DirtyWindow(seconds: 0.5, pages: 900), .init(seconds: 1, pages: 1100), .init(seconds: 3, pages: 2900),
    ]
    let curve = try #require(WorkingSetCurve(measured, most: 5000))
    for window in measured { #expect(abs(curve.pages(in: window.seconds) - window.pages) < 1e-6) }
    var last = 0.0
    for step in 0...2000 {
      let pages = curve.pages(in: Double(step) * 0.01)
      #expect(pages >= last - 1e-9 && pages <= 5000)
      last = pages
    }
  }

  @Test func whatTheWindowsDoNotTellIsTakenForTheWorse() throws {
    // All of the guest's pages, where no window sees the end of the working set.
    let straight = try #require(WorkingSetCurve(Self.windows { 100 * $0 }, most: 8000))
    #expect(straight.shape == .sequential && straight.reach == 8000)
    let one = try #require(WorkingSetCurve([DirtyWindow(seconds: 1, pages: 100)], most: 8000))
    #expect(abs(one.pages(in: 10) - 1000) < 1e-6 && one.reach == 8000)
    let full = try #require(WorkingSetCurve(Self.windows { _ in 500 }, most: 500))
    #expect(full.reach == 500 && full.pages(in: 0.25) == 500)
  }

  @Test func edges() throws {
    #expect(WorkingSetCurve([], most: 100) == nil)
    #expect(WorkingSetCurve([DirtyWindow(seconds: 1, pages: 5)], most: 0) == nil)
    #expect(
      WorkingSetCurve([DirtyWindow(seconds: -1, pages: 5), .init(seconds: 1, pages: .nan)], most: 9) == nil)
    let idle = try #require(WorkingSetCurve(Self.windows { _ in 0 }, most: 100))
    #expect(idle.pages(in: 1000) == 0 && idle.reach == 0)
    // Noise: fewer pages in more time, and more than there are.
    let noisy = try #require(
      WorkingSetCurve(
        [DirtyWindow(seconds: 1, pages: 50), .init(seconds: 2, pages: 40), .init(seconds: 3, pages: 500)],
        most: 100))
    #expect(noisy.pages(in: 2) == 50 && noisy.pages(in: 3) == 100)
  }

  @Test func ofSeveralWindowsOfALengthTheMedianCounts() throws {
    let curve = try #require(
      WorkingSetCurve([10, 12, 500].map { DirtyWindow(seconds: 1, pages: $0) }, most: 1000))
    #expect(abs(curve.pages(in: 1) - 12) < 1e-9)
  }
}
