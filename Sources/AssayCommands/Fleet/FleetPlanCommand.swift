internal import ArgumentParser
internal import Experiment
internal import Fleet
internal import Platform

/// `assay fleet plan`: a crossover of two kernels over the nodes.
struct FleetPlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plans a crossover of two kernels: which node boots which kernel in which order.",
    discussion: """
      Each node boots either kernel equally often, ABBA on one node, BAAB on the next. A plan whose smallest attainable p \
      cannot pass is refused, with the number of boots or nodes that can.

      Example:
        assay fleet plan --inventory hosts.ini --base 6.1.0-47-amd64 --candidate 6.1.0-56-amd64 --boots 4 --metrics 20 --out crossover.json
        assay fleet run --inventory hosts.ini --plan crossover.json --phase 1
      """)

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp("Ansible's inventory.", valueName: "file"), transform: ArgumentText.path("--inventory")
  )
  var inventory: String?

  @Option(help: "Only these nodes: a pattern of Ansible's.")
  var limit: String?

  @Option(help: "The nodes instead of an inventory, separated by commas.")
  var nodes: String?

  @Option(help: "Release of kernel A, as uname -r prints it.")
  var base: String

  @Option(help: "Release of kernel B, which is judged.")
  var candidate: String

  @Option(help: "Boots of each kernel on each node.")
  var boots: Int

  @Option(help: "Primary metrics that the verdict will be over; or take them from a Run with --like.")
  var metrics: Int?

  @Option(
    help: ArgumentHelp("A Run such as will be measured: its primary metrics are counted.", valueName: "run"),
    transform: ArgumentText.path("--like"))
  var like: String?

  @Option(help: "Seed of the orders.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Write the crossover, for fleet run --plan.", valueName: "file"),
    transform: ArgumentText.path("--out"))
  var out: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if (inventory == nil) == (nodes == nil) {
      throw ValidationError("--inventory FILE or --nodes a,b,c: one of the two says which nodes")
    }
    if (metrics == nil) == (like == nil) {
      throw ValidationError("--metrics N or --like RUN: one of the two says over how many metrics")
    }
  }

  func run() async throws {
    let plan = try CrossoverPlan(
      nodes: try await names(), bootsPerKernel: boots, primaryMetrics: try primaryMetrics(), seed: seed,
      base: base,
      candidate: candidate)
    let record = CrossoverRecord(plan)
    if let out {
      if Files.exists(out) {
        throw CommandFailure(
          "--out \(out) is there already, and may hold phases that were measured; name another file")
      }
      try record.write(to: out)
    }
    Console.output(
      output.json ? String(decoding: try record.encoded(), as: UTF8.self).trimmingSpace() : plan.description)
    if let out, !output.quiet { Console.error(out) }
  }

  private func names() async throws -> [String] {
    if let nodes { return nodes.split(separator: ",").map { String($0).trimmingSpace() } }
    return try await FleetInventory.read(inventory ?? "", limit: limit).hosts.map(\.name)
  }

  private func primaryMetrics() throws -> Int {
    if let metrics { return metrics }
    return try RunDocument.read(path: like ?? "").metrics.count { $0.role == .primary }
  }
}
