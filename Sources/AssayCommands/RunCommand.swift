internal import ArgumentParser
internal import CompressionBenchmark
internal import Experiment
internal import Host
internal import MemoryBenchmark
internal import SchedulerBenchmark

/// `assay run`: every benchmark of a suite, one Run.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Measures this host: the whole suite.",
    discussion: """
      Example:
        assay run --suite quick
        assay run --suite standard --only memory --out /var/tmp/before-upgrade
      """)

  /// What a suite consists of, in the order in which results are shown.
  enum Name: String, CaseIterable {
    case memory, scheduler, compression
  }

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Benchmarks to run, separated by commas: memory,scheduler,compression.")
  var only: String?

  func run() async throws {
    let names = try Self.names(only)
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var parts: [Part] = []
    var skipped: [Run.Skipped] = []
    let corpora = names.contains(.compression) ? try generated(seed: seed) : []
    for name in names {
      let plan = try plan(name, host: host, seed: seed, corpora)
      parts += plan.parts
      skipped += plan.skipped
    }
    try await Measuring(
      host: host, measuring: measuring, output: output, seed: seed, benchmarks: names.count,
      noted: names.contains(.compression) ? CodecFacts.noted : [:]
    ).run(parts: parts, skipped: skipped)
    withExtendedLifetime(corpora) {}
  }

  private func plan(
    _ name: Name, host: HostReport, seed: UInt64, _ corpora: [Corpus]
  ) throws -> (parts: [Part], skipped: [Run.Skipped]) {
    switch name {
    case .memory:
      var options = MemoryOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      let plan = try MemoryPlan(
        topology: host.topology, options: options, availableBytes: MemoryInfo(root: .live)?.availableBytes)
      return (plan.parts, plan.skipped)
    case .scheduler:
      var options = SchedulerOptions(suite: measuring.suite, seed: seed)
      options.cpus = measuring.cpus
      options.duration = measuring.duration
      let plan = try SchedulerPlan(topology: host.topology, options: options, rights: .of(host))
      return (plan.parts, plan.skipped)
    case .compression:
      // Without dictionaries, which take longer to train than all else to measure.
      var options = compression(seed: seed)
      options.parts = [.codecs, .threads]
      let plan = try CompressionPlan(
        topology: host.topology, options: options, sources: corpora.map { CompressionPlan.Source($0) })
      return (plan.parts, plan.skipped)
    }
  }

  private func compression(seed: UInt64) -> CompressionOptions {
    var options = CompressionOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    return options
  }

  /// The data that is compressed; it is there while these live.
  private func generated(seed: UInt64) throws -> [Corpus] {
    let options = compression(seed: seed)
    return try options.generated.map {
      try Corpus.generated($0, byteCount: options.generatedBytes, seed: seed)
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
