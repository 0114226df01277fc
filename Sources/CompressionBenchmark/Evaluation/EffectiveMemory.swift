/// What compressing cold memory makes of a machine's memory.
public enum EffectiveMemory {
  /// Memory that fits, over memory that is there: 1 ÷ (1 − c + c ÷ ratio), where a share c of what fits is cold and
  /// compressed and the rest is kept as it is.
  ///
  /// - Parameters:
  ///   - ratio: bytes before over bytes after; over 0.
  ///   - coldShare: 0…1.
  public static func factor(ratio: Double, coldShare: Double) -> Double {
    precondition(ratio > 0 && (0...1).contains(coldShare))
    return 1 / (1 - coldShare + coldShare / ratio)
  }

  /// Bytes gained of `bytes` of memory; below 0 where the compressed form is larger.
  public static func gained(bytes: Double, ratio: Double, coldShare: Double) -> Double {
    bytes * (factor(ratio: ratio, coldShare: coldShare) - 1)
  }
}
