import Foundation
import Statistics
import Testing

struct ModesTests {
  private static let bimodal = [27.1, 51.0, 26.9, 50.4, 27.0, 51.5, 26.8, 27.3, 50.9, 51.2].map { $0 * 1e9 }

  @Test("finds the two modes of a bandwidth, with their members in the order of the input")
  func two() throws {
    let modes = try #require(Modes.detect(in: Self.bimodal))
    try #require(modes.clusters.count == 2)
    #expect(modes.clusters[0].members == [0, 2, 4, 6, 7])
    #expect(modes.clusters[1].members == [1, 3, 5, 8, 9])
    #expect(modes.clusters.map(\.center) == [27.0e9, 51.0e9])
    #expect(modes.clusters.map(\.range) == [26.8e9...27.3e9, 50.4e9...51.5e9])
    #expect(modes.clusters.map(\.count) == [5, 5])
    #expect(modes.labels(count: 10) == [0, 1, 0, 1, 0, 1, 0, 0, 1, 1])
  }

  @Test("finds three and five modes, in any order of the values")
  func several() throws {
    var generator = SeededGenerator(seed: 21)
    for centers in [[11e-9, 30e-9, 112e-9], [1, 2, 4, 8, 16]] {
      let values = centers.flatMap { generator.mode(around: $0, deviation: 0.02, count: 6) }
      let order = generator.shuffled(Array(values.indices))
      let modes = try #require(Modes.detect(in: order.map { values[$0] }))
      #expect(modes.clusters.map(\.count) == [Int](repeating: 6, count: centers.count))
      #expect(modes.labels(count: values.count) == order.map { $0 / 6 })
      #expect(zip(modes.clusters, centers).allSatisfy { abs($0.center / $1 - 1) < 0.05 })
    }
  }

  @Test("exact ties within the modes are as clear as can be")
  func ties() throws {
    #expect(try #require(Modes.detect(in: [27, 51, 27, 51])).clusters.map(\.members) == [[0, 2], [1, 3]])
    #expect(try #require(Modes.detect(in: [10, 10, 10, 20, 20, 40, 40])).clusters.map(\.count) == [3, 2, 2])
  }

  @Test("a process that flipped half-way does not hide the modes")
  func flipped() throws {
    var generator = SeededGenerator(seed: 22)
    let values =
      generator.mode(around: 27, deviation: 0.01, count: 10) + [39]
      + generator.mode(around: 51, deviation: 0.01, count: 9)
    #expect(try #require(Modes.detect(in: values)).clusters.count == 2)
  }

  @Test("a value on its own, however far away, is no mode")
  func outlier() throws {
    #expect(try #require(Modes.detect(in: [10, 10.1, 9.9, 10, 10.2, 500])).clusters.count == 1)
    let both = Self.bimodal + [500e9]
    #expect(try #require(Modes.detect(in: both)).clusters.map(\.count) == [5, 6])
  }

  @Test("modes closer than the minimum separation are one")
  func separation() throws {
    let values = [100, 100.1, 99.9, 100, 99.95, 108, 108.1, 107.9, 108, 108.05]
    #expect(try #require(Modes.detect(in: values)).clusters.count == 1)
    #expect(try #require(Modes.detect(in: values, minimumSeparation: 0.05)).clusters.count == 2)
    #expect(try #require(Modes.detect(in: Self.bimodal, minimumSeparation: 1)).clusters.count == 1)
  }

  @Test("the unit does not matter", arguments: [1e-300, 1e-9, 1, 1e9, 1e290])
  func unit(scale: Double) throws {
    let modes = try #require(Modes.detect(in: Self.bimodal.map { $0 * scale }))
    #expect(modes.labels(count: 10) == [0, 1, 0, 1, 0, 1, 0, 0, 1, 1])
  }

  @Test("equal values and few values are one mode", arguments: [1, 2, 3, 4, 20])
  func one(count: Int) throws {
    for separation in [0, 0.1] {
      let modes = try #require(
        Modes.detect(in: [Double](repeating: 7, count: count), minimumSeparation: separation))
      #expect(modes.clusters.map(\.members) == [Array(0..<count)])
      #expect(modes.clusters[0].range == 7...7)
      #expect(modes.labels(count: count) == [Int](repeating: 0, count: count))
    }
    #expect(Modes.detect(in: [1, 2, 300])?.clusters.count == 1)
  }

  @Test(
    "samples of one distribution are called several modes in under 2 %",
    arguments: [5, 6, 8, 10, 12, 20, 50, 100])
  func falseAlarms(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let repetitions = 1000
    let draws: [(String, (inout SeededGenerator) -> Double)] = [
      ("uniform", { 1 + 9 * $0.uniform() }),
      ("uniform logarithm", { exp(3 * $0.uniform()) }),
      ("normal", { 10 + $0.normal() }),
      ("lognormal", { exp($0.normal()) }),
    ]
    for (name, draw) in draws {
      var alarms = 0
      for _ in 0..<repetitions {
        let values = (0..<count).map { _ in draw(&generator) }
        if try #require(Modes.detect(in: values, minimumSeparation: 0)).clusters.count > 1 { alarms += 1 }
      }
      #expect(alarms < repetitions / 50, "\(name): \(alarms) of \(repetitions)")
    }
  }

  @Test("true modes are found", arguments: [6, 10, 20, 60])
  func power(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count) + 100)
    var found = 0
    for _ in 0..<200 {
      let low = generator.mode(around: 27, deviation: 0.015, count: count / 2)
      let high = generator.mode(around: 51, deviation: 0.015, count: count - count / 2)
      let modes = try #require(Modes.detect(in: low + high))
      if modes.clusters.map(\.count) == [low.count, high.count] { found += 1 }
    }
    #expect(found >= 190, "\(found) of 200")
  }

  @Test("refuses what has no logarithm, and an impossible separation")
  func refusals() {
    #expect(Modes.detect(in: []) == nil)
    for values in notFinite + [[0, 1, 2], [-1, 1, 2]] { #expect(Modes.detect(in: values) == nil) }
    for separation in [-0.1, .nan, .infinity] {
      #expect(Modes.detect(in: [1, 2, 3], minimumSeparation: separation) == nil)
    }
  }
}
