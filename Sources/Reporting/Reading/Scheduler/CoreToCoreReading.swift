internal import Experiment

/// How long a cache line takes from CPU to CPU.
struct CoreToCoreReading: Sendable {
  static let pairID = "scheduler.core_to_core"
  static let classID = "scheduler.core_to_core_class"
  static let swapID = "scheduler.core_to_core_swap"
  /// Up to so many CPUs a terminal shows every pair.
  static let mostForTerminal = 8

  /// Every pair; nil with fewer than two CPUs.
  let matrix: CPUMatrix?
  /// Of the classes.
  let classes: [Estimate]
  let subject: Subject

  init(_ reading: RunReading) {
    let pairs = reading.estimates(Self.pairID)
    let matrix = CPUMatrix(pairs)
    let classes = reading.estimates(Self.classID) + reading.estimates(Self.swapID)
    let table = EstimateTable(
      classes, by: ["pairing"], hidden: [],
      columns: [.init("load and store"), .init("compare-and-swap", dropped: 5)], main: 0
    ) { $0.metric.id == Self.classID ? "load and store" : "compare-and-swap" }
    var tables = [table]
    if let matrix, matrix.cpus.count <= Self.mostForTerminal { tables.append(matrix.table) }
    subject = Subject(
      title: "Core to core", better: "lower is better",
      explanation:
        "One way of a cache line that two CPUs write in turn, half of a round trip; for each class of pairs the median of its pairs.",
      tables: tables.filter { !$0.rows.isEmpty }, sentence: Self.sentence(reading.estimates(Self.classID)),
      others: pairs.filter { CPUMatrix.ends($0) == nil })
    self.matrix = matrix
    self.classes = classes
  }

  /// What distance costs, where the nearer is the faster beyond doubt.
  private static func sentence(_ classes: [Estimate]) -> String? {
    guard let (least, most) = classes.clearExtremes, let times = most.times(least),
      LabelWords.rank("pairing", least["pairing"]) < LabelWords.rank("pairing", most["pairing"])
    else { return nil }
    func place(_ estimate: Estimate) -> String {
      LabelWords.value("pairing", estimate["pairing"] ?? Units.unknown, beside: [:])
    }
    return
      "A line takes \(least.valueText) (\(place(least))) to \(most.valueText) (\(place(most)), \(times)): keep threads that write shared data near each other."
  }
}

/// One quantity for each pair of CPUs, the same both ways unless each way was measured.
struct CPUMatrix: Sendable {
  /// Ascending.
  let cpus: [Int]
  private let values: [[Int]: Estimate]

  /// Nil with fewer than two CPUs.
  init?(_ estimates: [Estimate]) {
    var values: [[Int]: Estimate] = [:]
    for estimate in estimates {
      if let ends = Self.ends(estimate) { values[ends] = values[ends] ?? estimate }
    }
    self.values = values
    cpus = Set(values.keys.flatMap(\.self)).sorted()
    guard cpus.count > 1 else { return nil }
  }

  /// The CPUs that a pair's labels name; nil where they name none.
  static func ends(_ estimate: Estimate) -> [Int]? {
    guard let from = estimate.number("from"), let to = estimate.number("to"), from >= 0, to >= 0, from != to
    else {
      return nil
    }
    return [from, to]
  }

  /// From one CPU to another; nil where the pair was not measured.
  subscript(from: Int, to: Int) -> Estimate? { values[[from, to]] ?? values[[to, from]] }

  /// The results in it.
  var results: [Double] { values.values.compactMap(\.value) }
  /// Pairs that were measured.
  var pairCount: Int { Set(values.keys.map { $0.sorted() }).count }
  /// All pairs of these CPUs.
  var possibleCount: Int { cpus.count * (cpus.count - 1) / 2 }

  /// Every pair, a row for each CPU.
  var table: EstimateTable {
    var table = EstimateTable(
      title: "Every pair of CPUs, by load and store", labels: ["CPU"], columns: cpus.map { .init("\($0)") },
      rows: cpus.map { from in
        EstimateTable.Row(labels: ["\(from)"], cells: cpus.map { self[from, $0] })
      })
    table.isCut = true
    return table
  }
}
