internal import Statistics

/// Which factors are on in which run of a screening, in the order in which the runs are taken.
public struct ScreeningDesign: Codable, Sendable, Equatable {
  /// Runs of the plain design.
  public var size: Int
  /// Whether the design was taken a second time with all levels turned round.
  public var isFolded: Bool
  /// One row a run in the order of taking, one column a factor: +1 on, −1 off.
  public var rows: [[Int]]

  /// A design for so many factors, its columns and its runs in a random order.
  ///
  /// The order of runs is drawn, so that a drift of the machine is not the same as a factor (Fisher, "The Design of
  /// Experiments", 1935); so is which factor gets which column, because no column is special.
  /// - Parameters:
  ///   - size: runs of the plain design; nil for the smallest that is large enough.
  /// - Throws: `TrialProblem` of kind `refused` where there is none.
  public init(factors: Int, size: Int? = nil, folded: Bool, seed: UInt64) throws {
    guard factors > 0 else { throw TrialProblem(.nothingToTry, "there is no knob to screen") }
    let most = (PlackettBurman.sizes.last ?? 1) - 1
    guard let runs = size ?? PlackettBurman.size(for: factors), runs > factors,
      let design = PlackettBurman(runs: runs)
    else {
      let sizes = PlackettBurman.sizes.map { "\($0)" }.joined(separator: ", ")
      let reason =
        factors > most
        ? "\(factors) knobs are too many for one screening, which takes \(most); choose some with --knob"
        : "there is no design of \(size ?? 0) runs for \(factors) knobs; sizes are \(sizes), and more than the knobs"
      throw TrialProblem(.refused, reason)
    }
    var generator = SeededGenerator(seed: seed)
    let columns = Array(generator.shuffled(Array(0..<(runs - 1))).prefix(factors))
    let plain = design.rows.map { row in columns.map { row[$0] } }
    let all = folded ? plain + plain.map { $0.map { -$0 } } : plain
    self.size = runs
    isFolded = folded
    rows = generator.shuffled(all)
  }

  /// The factors that are on in a run.
  public func factorsOn(in run: Int) -> [Int] { rows[run].indices.filter { rows[run][$0] > 0 } }

  /// What the design cannot tell apart, in words.
  public var aliasing: String {
    if isFolded {
      return
        "Folded over: main effects are free of what two knobs do together. What two do together is not told apart from "
        + "what other two do; what three do together may be in a main effect."
    }
    // 8 and 16 are powers of two: regular designs, in which columns multiply to columns.
    if size & (size - 1) == 0 {
      return
        "Not folded over: each main effect is the sum of the knob's own and of what certain pairs of other knobs do "
        + "together. Take --fold-over, or trust the confirming trial only."
    }
    return
      "Not folded over: a third or less of what any two other knobs do together is in each main effect (complex aliasing). "
      + "Small main effects beside a large one may be such shares; --fold-over removes them."
  }

  enum CodingKeys: String, CodingKey {
    case size, rows
    case isFolded = "folded"
  }
}
