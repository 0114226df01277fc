internal import ArgumentParser
internal import Experiment
internal import FoundationEssentials
internal import Host
internal import MigrationBenchmark
internal import Platform

/// The migration of an existing domain, checked before and judged after: `assay migration --libvirt …`.
struct LibvirtRun {
  let options: LibvirtOptions
  let strategy: MigrationStrategy
  let timeLimit: Double?
  let host: HostReport
  let measuring: MeasuringOptions
  let output: OutputOptions

  /// What it did, as JSON (`assay.libvirt-migration/1`).
  struct Document: Codable {
    var schema = "assay.libvirt-migration/1"
    var checks: [LibvirtCheck]
    /// nil where it was not begun.
    var outcome: LibvirtOutcome?
  }

  /// Checks, migrates, shows, and throws the exit code unless it is 0.
  func run(_ source: String, _ domain: String, _ destination: String) throws {
    let interruption = AssayTool.interruption
    let (from, to): (Virsh, Virsh)
    do { (from, to) = (try Virsh(source), try Virsh(destination)) } catch { throw Self.failure(error) }
    let check = LibvirtPreCheck(domain: domain, from: from, to: to, copiesStorage: options.copyStorage)
    guard check.isPassed, let found = check.domain else {
      try show(Document(checks: check.checks))
      throw CommandFailure("\(domain) was not migrated: a check failed")
    }
    if options.checkOnly { return try show(Document(checks: check.checks)) }
    var how = LibvirtStrategy(strategy)
    how.copiesStorage = options.copyStorage
    how.migrateURI = options.migrateURI
    var migration = LibvirtMigration(how, of: found, from: from, to: to)
    migration.heartbeat = options.heartbeat ?? .none
    if let timeLimit { migration.timeLimit = timeLimit }
    let outcome: LibvirtOutcome
    do { outcome = try migration.run(cancel: interruption) } catch { throw Self.failure(error) }
    try show(Document(checks: check.checks, outcome: outcome))
    try save(outcome, of: found, from: source, to: destination)
    switch outcome.ending {
    case .completed: return
    case .cancelled: throw ExitCode.interrupted
    case .failed(let reason): throw CommandFailure("\(domain): \(reason)")
    }
  }

  /// What was seen, as a Run of one sample.
  private func save(
    _ outcome: LibvirtOutcome, of domain: LibvirtDomain, from source: String, to destination: String
  ) throws {
    let plan = Plan(
      suite: measuring.suite, seed: measuring.seed ?? 0, blocks: 1, repeats: 0, timeLimit: nil,
      limits: .standard)
    var run = Measuring.started(on: host, plan: plan)
    run.host.noted.merge([
      "libvirt.domain": "\(domain.name) \(domain.uuid)", "libvirt.source": source,
      "libvirt.destination": destination, "libvirt.heartbeat": outcome.heartbeat.method,
    ]) { $1 }
    run.observe(
      outcome.measurements([
        "strategy": strategy.kind.rawValue, "dirty": HostFacts.unknown, "link": "libvirt",
        "domain": domain.name,
      ]), part: "migration.libvirt", seconds: outcome.seconds)
    let files = try RunOutput(Measuring.fileName(of: run), in: measuring.out)
    try files.save(run)
    try files.savePage(run)
    if !output.quiet { Console.error(files.paths) }
  }

  /// Without `virsh` there is nothing to measure.
  private static func failure(_ error: any Error) -> any Error {
    guard let error = error as? VirshError, error.kind == .missing else { return CommandFailure("\(error)") }
    return MigrationUnavailable(error)
  }

  private func show(_ document: Document) throws {
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      return Console.output(String(decoding: try encoder.encode(document), as: UTF8.self))
    }
    var lines = document.checks.map { "  \($0)" }
    if !lines.isEmpty { lines.insert("checks", at: 0) }
    if let outcome = document.outcome { lines += Self.lines(outcome) }
    Console.output(lines.joined(separator: "\n"))
  }

  static func lines(_ outcome: LibvirtOutcome) -> [String] {
    func milliseconds(_ seconds: Double?) -> String {
      seconds.map { "\(($0 * 1e4).rounded() / 10) ms" } ?? "unknown"
    }
    func seconds(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100) s" }
    var lines = [
      "migration \(outcome.ending)",
      "  took                      \(seconds(outcome.seconds)), with the start of virsh",
      "  stood still, says libvirt \(milliseconds(outcome.reportedDowntime))",
    ]
    let pulse = outcome.heartbeat
    if pulse.answers > 0 {
      lines.append(
        "  no answer for             \(milliseconds(pulse.blackout)) by \(pulse.method), which tells no less than "
          + milliseconds(pulse.resolution))
    } else {
      lines.append("  no answer for             not asked: --heartbeat agent, or ping:ADDRESS")
    }
    if let account = outcome.account {
      if let bytes = account.transferred {
        lines.append("  sent                      \(Int(bytes / 1e6)) MB")
      }
      if let rounds = account.rounds { lines.append("  rounds                    \(Int(rounds))") }
    }
    if let missing = outcome.accountMissing { lines.append("  no account: \(missing)") }
    lines += outcome.remarks.map { "  \($0)" }
    lines.append("  again by hand: \(outcome.command)")
    return lines
  }
}
