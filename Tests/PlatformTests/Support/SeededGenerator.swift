/// Random numbers that are the same in every run, so that a failure can be repeated: a 64-bit linear congruential
/// generator with Knuth's constants (TAOCP volume 2, 3.3.4), of which only the well-mixed upper half is used.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 { UInt64(upperHalf()) << 32 | UInt64(upperHalf()) }

  private mutating func upperHalf() -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32(state >> 32)
  }
}
