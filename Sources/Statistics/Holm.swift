/// Several tests at once: the chance of even one false alarm among all stays below the level.
///
/// Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6(2), 1979. It
/// holds however the tests depend on each other.
public enum Holm {
  /// The adjusted p of each test, in the order given: those below the level count.
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var result = pValues
    var largest = 0.0
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - place)))
      result[index] = largest
    }
    return result
  }
}
