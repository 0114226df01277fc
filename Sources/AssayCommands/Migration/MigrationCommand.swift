public import ArgumentParser
internal import Experiment
internal import Host
internal import MigrationBenchmark
internal import Platform

/// `assay migration`: one benchmark, one Run.
public struct MigrationCommand: AsyncParsableCommand, MeasuringCommand {
  /// Name and help.
  public static let configuration = CommandConfiguration(
    commandName: "migration",
    abstract:
      "How long a guest is away when it is migrated, how slow it is meanwhile, and whether it arrives.",
    discussion: """
      Moves a guest of its own, which beats every millisecond, from one QEMU to another on this host, and checks every word \
      of its memory afterwards. Without KVM the guests run under QEMU's translator: then the figures are for method and \
      relative comparison only.

      A link is none (QEMU to QEMU), relay,rate=256mbit,delay=2ms (needs no rights) or tbf,rate=1gbit (networks of our own \
      that the kernel shapes; root). To another node it is the network that is there; that node answers everybody who \
      asks it for such a guest: let it serve where only the nodes are, for as long as they measure.

      Example:
        assay migration --suite quick
        assay migration --strategy precopy --strategy postcopy --dirty-rate 8000 --link relay,rate=256mbit
        assay migration --suite standard --slo blackout=300ms,total=60s
        assay migration --guest linux --strategy precopy --strategy multifd --qemu /opt/qemu/bin/qemu-system-x86_64
        assay migration --sweep --dirty-rate 8000 --link relay,rate=256mbit --slo blackout=300ms
        sudo assay migration --chain A,B,C,A --link tbf,rate=1gbit
        assay migration --serve --idle-limit 10m      on node2; prints the port, migrations arrive at the one after it
        assay migration --to node2 --suite standard   on node1
        assay migration --libvirt qemu:///system --domain web1 --to qemu+ssh://host2/system --heartbeat agent
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: "A guest of its own") var guest: GuestOptions
  @OptionGroup(title: "A chain") var chain: ChainOptions
  @OptionGroup(title: "Two nodes") var peers: PeerOptions
  @OptionGroup(title: "An existing domain") var libvirt: LibvirtOptions

  @Option(
    help: "Part: calibration, migrate. Repeatable.",
    transform: ArgumentText.choice(MigrationOptions.Part.self))
  var part: [MigrationOptions.Part] = []

  @Option(
    help:
      "How: precopy, auto-converge, xbzrle, multifd, multifd-zstd, multifd-zlib, postcopy, postcopy-preempt. Repeatable.",
    transform: ArgumentText.choice(MigrationStrategy.Kind.self))
  var strategy: [MigrationStrategy.Kind] = []

  @Option(help: "Pages of 4 KiB that the guest writes to a second: 2000. Repeatable.")
  var dirtyRate: [Int] = []

  @Option(help: "Memory that the guest writes to in turn: 32m.", transform: ArgumentText.size)
  var workingSet: Int?

  @Option(help: "Part of what it writes that does not compress, 0 to 1.")
  var entropy: Double?

  @Option(
    help: "What it goes over: none, relay,rate=256mbit,delay=2ms, tbf,rate=1gbit. Repeatable.",
    transform: Self.link)
  var link: [LinkSpec] = []

  @Option(
    help: "What QEMU is told that the guest may stand still: 300ms.", transform: ArgumentText.seconds)
  var downtimeLimit: Double?

  @Option(help: "What QEMU is told to send a second at most: 100m.", transform: ArgumentText.size)
  var bandwidth: Int?

  @Option(
    help: "When a migration that does not end is cancelled: 30s.", transform: ArgumentText.seconds)
  var timeLimit: Double?

  @Option(
    help:
      "What must be kept: blackout=300ms,total=60s,brownout=20ms,transferred=4g. Exit code 2 where it is not.",
    transform: Self.serviceLevel)
  var slo: ServiceLevel?

  @Flag(
    help: "Find the strategy and the downtime limit to take for each load and link, by successive halving.")
  var sweep = false

  @Option(help: "Migrations that a sweep may take for each load and link.")
  var budget: Int?

  @Option(
    help: "QEMU's program; without it qemu-system-x86_64 of PATH.", transform: ArgumentText.path("--qemu"))
  var qemu: String?

  /// For ArgumentParser.
  public init() {}

  /// Rejects what no guest can do.
  public func validate() throws {
    if let rate = dirtyRate.first(where: { $0 < 0 }) {
      throw ValidationError("--dirty-rate \(rate): take 0 or more pages a second")
    }
    if let entropy, !(0...1).contains(entropy) {
      throw ValidationError("--entropy \(entropy): take 0 to 1")
    }
    if let budget, !(sweep && (1...100_000).contains(budget)) {
      throw ValidationError("--budget takes 1 to 100000 migrations, for --sweep")
    }
    try chain.refuse([
      ("--guest", guest.isNamed),
      ("--sweep", sweep), ("--slo", slo != nil), ("--part", !part.isEmpty),
      ("--libvirt", libvirt.request != nil),
    ])
    if let downtimeLimit, downtimeLimit > 2000 {
      throw ValidationError("--downtime-limit: QEMU takes at most 2000s")
    }
    try peers.check(isAsking: libvirt.node != nil)
    if peers.serve || libvirt.node != nil {
      let others = [
        ("--guest", guest.isNamed), ("--link", !link.isEmpty), ("--sweep", sweep),
        ("--chain", chain.chain != nil),
        ("--libvirt", libvirt.libvirt != nil),
      ]
      if let given = others.first(where: \.1) {
        throw ValidationError(
          "\(given.0) is for one host, and \(peers.serve ? "--serve" : "--to") for two: take one of them")
      }
      if let node = libvirt.node { _ = try PeerDestination(node) }
    }
    if guest.isNamed, libvirt.request != nil {
      throw ValidationError(
        "--guest is for guests of its own, and --libvirt migrates a domain: take one of them")
    }
  }

  /// Plans, measures, shows.
  public func run() async throws {
    if let request = libvirt.request {
      return try migrate(request.source, request.domain, request.destination)
    }
    guard peers.serve else { return try await measureAlone() }
    let lab = try await MigrationLab(qemu: qemu)
    defer { lab.close() }
    try await peers.serving(usualPort: MigrationPeer.usualPort, isQuiet: output.quiet).run {
      try lab.server(at: $0)
    }
  }

  var whyNotRepeated: String? {
    if libvirt.request != nil { return "migration --libvirt moves a domain that others use" }
    if peers.serve { return "migration --serve measures nothing" }
    return sweep ? "migration --sweep chooses on the way what it measures" : nil
  }

  var mayHarm: [String] { qemu == nil ? [] : ["--qemu"] }

  func prepare(_ measure: MeasuringBody) async throws {
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = options(seed: seed)
    // What is refused shall be refused before a guest is tried.
    let chain = try ChainMeasuring(chain)
    let trial = try MigrationPlan(topology: host.topology, options: options, facts: .unknown)
    _ = try chain?.part(options, on: trial.facts.host)
    // Watched before a directory is made: who stops the Run finds nothing left.
    _ = AssayTool.interruption
    let lab = try await MigrationLab(qemu: qemu, guest: guest)
    defer { lab.close() }
    var noted = lab.noted
    if let node = libvirt.node {
      let peer = try MigrationPeer(node, peers, host: host.host, lab)
      options.node = peer.node
      noted.merge(peer.noted) { $1 }
    }
    let plan = try MigrationPlan(topology: host.topology, options: options, facts: lab.facts)
    var measuring = Measuring(
      host: host, measuring: measuring, output: output, seed: seed, noted: noted)
    measuring.blocks = max(options.blocks, slo == nil ? 0 : ServiceLevel.fewestSamples)
    measuring.quickLimit = MigrationOptions.quickLimit(of: lab.facts.system)
    var parts = plan.parts
    if let chain {
      parts = [try chain.part(options, on: plan.facts.host)]
      chain.set(&measuring)
    } else if sweep {
      let sweep = MigrationSweep(
        options: options, facts: plan.facts, serviceLevel: slo, budget: budget ?? MigrationSweep.usualBudget)
      measuring.blocks = 1
      measuring.choose = { try await sweep.run(&$0, $1) }
    } else if let slo {
      measuring.judge = { ServiceLevelReport.judge(slo, $0) }
    }
    try await measure(measuring, parts, [])
  }

  /// An existing domain.
  private func migrate(_ source: String, _ domain: String, _ destination: String) throws {
    let kind = strategy.first ?? .precopy
    let how = MigrationStrategy(
      kind, downtimeLimit: downtimeLimit ?? MigrationOptions.usualDowntimeLimit,
      maxBandwidth: Double(bandwidth ?? 0))
    try LibvirtRun(
      options: libvirt, strategy: how, timeLimit: timeLimit, host: HostReport.read(fsroot: nil),
      measuring: measuring, output: output
    ).run(source, domain, destination)
  }

  private func options(seed: UInt64) -> MigrationOptions {
    var options = MigrationOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    options.parts = part
    options.strategies = strategy
    options.dirtyRates = dirtyRate
    options.workingSet = workingSet
    options.entropy = entropy ?? options.entropy
    options.links = link
    options.isLimitNamed = downtimeLimit != nil
    options.downtimeLimit = downtimeLimit ?? options.downtimeLimit
    options.bandwidth = bandwidth ?? options.bandwidth
    options.timeLimit = timeLimit ?? options.timeLimit
    return options
  }

  private static func link(_ text: String) throws -> LinkSpec {
    do { return try LinkSpec(text) } catch { throw ValidationError("--link \(text): \(error)") }
  }

  private static func serviceLevel(_ text: String) throws -> ServiceLevel {
    do { return try ServiceLevel(text) } catch { throw ValidationError("--slo: \(error)") }
  }
}
