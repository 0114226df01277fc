import Foundation
import Statistics

extension SeededGenerator {
  /// A uniformly distributed number in 0..<1.
  mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from the standard normal distribution (Box & Muller 1958).
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// Values of a mode: normal around this center with this relative deviation.
  mutating func mode(around center: Double, deviation: Double, count: Int) -> [Double] {
    (0..<count).map { _ in center * (1 + deviation * normal()) }
  }
}
