internal import Glibc
internal import Statistics

extension SeededGenerator {
  /// A uniformly distributed number in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from the standard normal distribution: Box & Muller, "A Note on the Generation of Random Normal Deviates",
  /// Annals of Mathematical Statistics 29(2), 1958.
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
