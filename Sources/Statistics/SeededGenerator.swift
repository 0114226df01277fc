/// A small random generator whose whole state is its seed: the same seed gives the same numbers on every
/// machine and with every version of the standard library, so that a recorded seed repeats an order or an
/// interval to the bit.
///
/// SplitMix64 of Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. Good for
/// shuffling and resampling; not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator that starts at this seed; every seed is as good as any other, 0 included.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 uniformly distributed bits.
  public mutating func next() -> UInt64 {
    // The increment is the odd number nearest to 2⁶⁴ / golden ratio; the multipliers and shifts are the
    // paper's.
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// A uniformly distributed integer in 0..<bound, without bias.
  ///
  /// Lemire, "Fast Random Integer Generation in an Interval", ACM Transactions on Modeling and Computer
  /// Simulation 29(1), 2019.
  ///
  /// - Parameter bound: At least 1; anything less is a programming error.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a bound must be at least 1")
    let range = UInt64(bound)
    var product = range.multipliedFullWidth(by: next())
    if product.low < range {
      // 2⁶⁴ mod range of the low words would make some results likelier than others; draw again on those.
      let surplus = (0 &- range) % range
      while product.low < surplus {
        product = range.multipliedFullWidth(by: next())
      }
    }
    return Int(product.high)
  }
}

extension SeededGenerator {
  /// The items in a random order, every order equally likely.
  ///
  /// Our own Fisher–Yates shuffle (Durstenfeld, "Algorithm 235: Random Permutation", Communications of the
  /// ACM 7(7), 1964): the standard library's may change between versions, and with it every recorded order.
  public mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var result = items
    for last in stride(from: result.count - 1, to: 0, by: -1) {
      result.swapAt(last, below(last + 1))
    }
    return result
  }
}
