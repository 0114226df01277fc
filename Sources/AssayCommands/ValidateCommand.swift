internal import Advice
internal import ArgumentParser
internal import Comparison
internal import Experiment
internal import Fleet
internal import Platform

/// `assay validate`: the error rates of the verdicts, by simulation.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Shows how often verdicts are wrong and what they see, by simulating comparisons.",
    discussion: """
      Every comparison is judged as 'assay compare' does, on two sides of which it is known whether they differ; \
      trials and screenings as 'assay trial' and 'assay screen' do, of settings whose effect is known; fleets as 'assay fleet report' \
      does, of equal nodes and of one that is slower. Ends with 1 when a rate is not as promised.

      Example:
        assay validate
        assay validate --recorded Results/reference/noise/memory-busy.json --trials 500
      """)

  @Option(help: "Simulated comparisons for each row.")
  var trials = 2_000

  @Option(help: "Seed of every random choice; the same seed gives the same tables.")
  var seed: UInt64 = 1

  @Option(
    help: "A Run whose primary metrics, unchanged, are tried as well; of 60 blocks or more. Repeatable.",
    transform: ArgumentText.path("the document"))
  var recorded: [String] = []

  func validate() throws {
    if !(1...1_000_000).contains(trials) { throw ValidationError("--trials takes 1 to 1000000") }
  }

  func run() async throws {
    let noises = try recorded.map { path in
      let name = path.split(separator: "/").last.map { $0.hasSuffix(".json") ? $0.dropLast(5) : $0 } ?? ""
      guard let noise = NoiseModel(recorded: try RunDocument.read(path: path), name: String(name)) else {
        throw CommandFailure(
          "--recorded \(path): no primary metric has \(NoiseModel.fewestRecorded) values above 0: take more blocks"
        )
      }
      return noise
    }
    let validation = Validation(trials: trials, seed: seed, recorded: noises)
    var missed = 0
    let tables =
      validation.tables + PlantedTruth(trials: trials, seed: seed).tables
      + FleetTruth(trials: trials, seed: seed, recorded: noises).tables
      + CrossoverTruth(trials: max(1, trials / 10), seed: seed).tables
    for table in tables {
      let rows = await Self.computed(table)
      missed += rows.count { $0.isKept == false }
      Console.output(table.text(rows) + "\n")
    }
    guard missed == 0 else {
      throw CommandFailure(
        "\(missed) \(missed == 1 ? "rate is" : "rates are") not as promised: see the lines marked MISSED")
    }
    Console.output("Every rate is as promised: \(trials) comparisons a row, seed \(seed).")
  }

  /// The rows, each by its own task: as many at a time as there are CPUs.
  private static func computed(_ table: Validation.Table) async -> [Validation.Row] {
    await withTaskGroup(of: (Int, Validation.Row).self) { group in
      for (index, row) in table.rows.enumerated() { group.addTask { (index, row()) } }
      var rows: [(Int, Validation.Row)] = []
      for await row in group { rows.append(row) }
      return rows.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
