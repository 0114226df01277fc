internal import ArgumentParser
internal import Experiment
internal import Fleet
internal import Platform

/// One phase of a crossover of kernels: every node in the boot that the plan says, measured and recorded.
struct CrossoverRun {
  let options: FleetRunCommand
  /// The crossover's document.
  let path: String
  let phase: Int

  func run() async throws {
    var record = try CrossoverRecord.read(path: path)
    let boots = try await FleetBoots.read(options.nodes.inventory, limit: options.nodes.limit).boots
    // Refused before anything is started on a node.
    for node in record.plan.nodes where !isDone(node.name, record) {
      guard let boot = boots[node.name] else {
        throw CommandFailure(
          "the inventory has no node \(node.name), which is in the plan; use the plan's inventory")
      }
      try record.check(node: node.name, phase: phase, kernel: boot.kernel, boot: boot.id)
    }
    let folder = Files.parent(of: path)
    let directory = options.out ?? "\(folder)/phase-\(phase)"
    let (state, store) = try await options.measured(in: directory)
    for node in record.plan.nodes where state.measured.contains(node.name) && !isDone(node.name, record) {
      guard let boot = boots[node.name] else { continue }
      let arm = try record.check(node: node.name, phase: phase, kernel: boot.kernel, boot: boot.id)
      let runs = try Files.names(in: store.node(node.name)).filter { $0.hasSuffix(".json") }.sorted()
      try record.add(
        CrossoverPhase(
          node: node.name, phase: phase, arm: arm, kernel: boot.kernel, boot: boot.id,
          measured: Timestamp.now(), runs: runs.map { "\(store.node(node.name))/\($0)" }))
      try record.write(to: path)
    }
    if !options.output.quiet { Console.error("\(path): \(left(record))") }
    try FleetOutcome.end(state, store, options.output)
  }

  /// Only a run that is gone on with leaves out what was recorded; else it is refused as measured already.
  private func isDone(_ node: String, _ record: CrossoverRecord) -> Bool {
    options.resume && record.done(on: node).contains { $0.phase == phase }
  }

  private func left(_ record: CrossoverRecord) -> String {
    let missing = record.missing
    guard let first = missing.first else {
      return "all phases are measured; the verdict: assay fleet report --crossover \(path)"
    }
    return missing.count == 1 ? first : "\(first), and \(missing.count - 1) more nodes"
  }
}
