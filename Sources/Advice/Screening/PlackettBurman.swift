/// Two-level designs in which every factor is as often on as off, and every two of them in all four combinations equally
/// often: the main effects of up to N − 1 factors in N runs, each as precise as if all runs had been spent on it alone.
///
/// Plackett & Burman, "The Design of Optimum Multifactorial Experiments", Biometrika 33(4), 1946: the first rows for 8, 12,
/// 16, 20 and 24 runs, from which the others follow by turning; the last row is all off.
public struct PlackettBurman: Sendable, Equatable {
  /// Sizes that there are.
  public static let sizes = [8, 12, 16, 20, 24]

  private static let firstRows = [
    8: "+++-+--", 12: "++-+++---+-", 16: "++++-+-++--+---", 20: "++--++++-+-+----++-",
    24: "+++++-+-++--++--+-+----",
  ]

  /// One row a run: +1 where the factor of that column is on, −1 where it is off.
  public let rows: [[Int]]

  /// The design of so many runs; nil for a size that there is not.
  public init?(runs: Int) {
    guard let first = Self.firstRows[runs] else { return nil }
    let signs = first.map { $0 == "+" ? 1 : -1 }
    let columns = signs.count
    let turned = (0..<columns).map { shift in
      (0..<columns).map { signs[($0 + columns - shift) % columns] }
    }
    rows = turned + [[Int](repeating: -1, count: columns)]
  }

  /// The smallest size for so many factors; nil when none is large enough.
  public static func size(for factors: Int) -> Int? { sizes.first { $0 > factors } }
}
