import Statistics
import Testing

struct DistributionTests {
  @Test("normal quantiles agree with scipy", arguments: try RankGolden.load().normal)
  func normal(golden: [Double]) {
    let value = NormalDistribution.quantile(golden[0])
    #expect(abs(value - golden[1]) < 1e-13 * max(1, abs(golden[1])))
    #expect(agrees(NormalDistribution.cumulative(value), golden[0], tolerance: 1e-12))
  }

  @Test("Student's quantiles agree with scipy", arguments: try RankGolden.load().student)
  func student(golden: [Double]) {
    let value = StudentDistribution.quantile(golden[0], freedom: golden[1])
    #expect(agrees(value, golden[2], tolerance: 1e-9), "\(value) for \(golden)")
    #expect(
      agrees(StudentDistribution.twoSided(value, freedom: golden[1]), 2 * (1 - golden[0]), tolerance: 1e-9))
    #expect(StudentDistribution.quantile(1 - golden[0], freedom: golden[1]) <= 0)
  }

  @Test("the ends of the distributions")
  func ends() {
    #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN && NormalDistribution.quantile(0.5) == 0)
    #expect(
      StudentDistribution.twoSided(.infinity, freedom: 3) == 0
        && StudentDistribution.twoSided(0, freedom: 3) == 1)
    #expect(
      agrees(StudentDistribution.quantile(0.975, freedom: .infinity), NormalDistribution.quantile(0.975)))
  }

  @Test("intervals of a share agree with scipy's exact ones", arguments: try RankGolden.load().clopperPearson)
  func shares(golden: [Double]) throws {
    let interval = try #require(Binomial.interval(Int(golden[0]), of: Int(golden[1])))
    #expect(abs(interval.lower - golden[2]) < 1e-9 && abs(interval.upper - golden[3]) < 1e-9)
  }

  @Test("no interval of what is no share")
  func refusals() {
    #expect(Binomial.interval(1, of: 0) == nil && Binomial.interval(-1, of: 3) == nil)
    #expect(Binomial.interval(4, of: 3) == nil && Binomial.interval(1, of: 3, level: 1) == nil)
  }
}
