internal import AIOBenchmark
internal import ArgumentParser
internal import CompressionBenchmark
internal import Experiment
internal import Host
internal import MemoryBenchmark
internal import MigrationBenchmark
internal import SchedulerBenchmark
internal import VirtualMachine

/// `assay run`: every benchmark of a suite, one Run.
struct RunCommand: MeasuringCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Measures this host: the whole suite.",
    discussion: """
      Storage is measured on a temporary file where the results go, which is removed; guests of its own are migrated where \
      QEMU is installed. What cannot be measured is left out with the reason.

      Example:
        assay run --suite quick
        assay run --suite standard --only memory --out /var/tmp/before-upgrade
      """)

  /// What a suite consists of, in the order in which results are shown.
  enum Name: String, CaseIterable {
    case memory, scheduler, aio, compression, migration
  }

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Benchmarks to run, separated by commas: memory,scheduler,aio,compression,migration.")
  var only: String?

  func run() async throws { try await measureAlone() }

  func prepare(_ measure: MeasuringBody) async throws {
    let names = try Self.names(only)
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    // For all benchmarks, before a file is made.
    _ = try UsableCPUs.choose(measuring.cpus, in: host.topology)
    var suite = RunSuite()
    defer { suite.close() }
    for name in names { try await add(name, to: &suite, host: host, seed: seed) }
    let all = suite
    try await all.zram.whileClaimed {
      var measuring = Measuring(
        host: host, measuring: measuring, output: output, seed: seed, benchmarks: all.benchmarks,
        noted: all.noted, warnings: all.warnings + all.zram.warnings)
      if all.lab != nil {
        // Migrations take longer than the others.
        measuring.quickLimit +=
          (MigrationOptions.quickLimit(of: .beacon) - measuring.quickLimit) / Double(all.benchmarks)
      }
      try await measure(measuring, all.parts, all.skipped)
    }
    withExtendedLifetime(suite.corpora) {}
  }

  private func add(_ name: Name, to suite: inout RunSuite, host: HostReport, seed: UInt64) async throws {
    switch name {
    case .memory:
      var options = MemoryOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      let plan = try MemoryPlan(
        topology: host.topology, options: options, availableBytes: MemoryInfo(root: .live)?.availableBytes)
      suite.add(plan.parts, skipped: plan.skipped)
    case .scheduler:
      var options = SchedulerOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      let plan = try SchedulerPlan(topology: host.topology, options: options, rights: .of(host))
      suite.add(plan.parts, skipped: plan.skipped)
    case .aio:
      var options = AIOOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      do {
        suite.add(
          try AIOPreparation(AIOTarget(), options, host: host, out: measuring.out, isQuiet: output.quiet))
      } catch let refused as PlanRefused {
        suite.add([], skipped: [Run.Skipped(part: "aio", reason: "\(refused) (options of assay aio)")])
      }
    case .compression:
      var options = CompressionOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      // Without dictionaries, which take longer to train than all else to measure.
      options.parts = [.codecs, .threads, .zram]
      suite.corpora = try options.generated.map {
        try Corpus.generated($0, byteCount: options.generatedBytes, seed: seed)
      }
      suite.zram = try ZramUse(for: options)
      let plan = try CompressionPlan(
        topology: host.topology, options: options,
        sources: suite.corpora.map { CompressionPlan.Source($0) }, zram: suite.zram.offer)
      suite.add(plan.parts, skipped: plan.skipped)
      suite.noted.merge(CodecFacts.noted) { $1 }
    case .migration:
      var options = MigrationOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      do {
        // Watched before a directory is made: who stops the Run finds nothing left.
        _ = AssayTool.interruption
        let lab = try await MigrationLab(qemu: nil)
        suite.lab = lab
        suite.add(
          try MigrationPlan(topology: host.topology, options: options, facts: lab.facts).parts, skipped: [])
        suite.noted.merge(lab.noted) { $1 }
      } catch let refused as PlanRefused {
        suite.add([], skipped: [Run.Skipped(part: "migration", reason: "\(refused) (assay migration)")])
      } catch let missing as MigrationUnavailable {
        suite.add([], skipped: [Run.Skipped(part: "migration", reason: "\(missing)")])
      }
    }
  }

  /// The benchmarks that `--only` names, each once; all without it.
  static func names(_ text: String?) throws -> [Name] {
    guard let text else { return Name.allCases }
    let wanted = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let name = Name(rawValue: String(word)) else {
        let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--only \(word): there is no such benchmark; there is: \(known)")
      }
      return name
    }
    return Name.allCases.filter(wanted.contains)
  }
}

/// The plans of all benchmarks of a suite together.
private struct RunSuite {
  var parts: [Part] = []
  var skipped: [Run.Skipped] = []
  var noted: [String: String] = [:]
  var warnings: [Run.Warning] = []
  /// The file that storage is measured on, where it is.
  var storage: AIOStorage?
  /// The data that is compressed; it is there while these live.
  var corpora: [Corpus] = []
  /// The zram device, where there is one.
  var zram = ZramUse.none
  /// What guests are migrated with, where they are.
  var lab: MigrationLab?

  /// Removes what was made for the Run.
  func close() {
    storage?.close()
    lab?.close()
  }

  /// Benchmarks that have something to measure.
  var benchmarks: Int { max(1, Set(parts.map(\.benchmark)).count) }

  mutating func add(_ parts: [Part], skipped: [Run.Skipped]) {
    self.parts += parts
    self.skipped += skipped
  }

  mutating func add(_ prepared: AIOPreparation) {
    add(prepared.plan.parts, skipped: prepared.plan.skipped)
    noted.merge(prepared.noted) { $1 }
    warnings += prepared.warnings
    storage = prepared.storage
  }
}
