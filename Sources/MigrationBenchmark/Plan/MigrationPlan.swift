public import Experiment
public import Host
internal import Platform
public import VirtualMachine

/// What the migration benchmark will do on a machine. Pure: the same facts and options give the same plan, on any machine.
public struct MigrationPlan: Sendable {
  /// What is known of the machine.
  public struct Facts: Sendable {
    /// QEMU's program.
    public var qemu: String
    /// What runs guests.
    public var accelerator: Accelerator
    /// Where the measuring processes put their sockets.
    public var directory: String
    /// Memory that guests may take, in bytes; nil where it is unknown.
    public var availableBytes: Int?
    /// What runs in guests.
    public var system = GuestSystem.beacon
    /// The CPUs in use; those of the plan.
    var cpus: [Int] = []

    /// What workloads carry.
    public var host: MigrationHost {
      MigrationHost(
        qemu: qemu, accelerator: accelerator, cpus: cpus, directory: directory, system: system)
    }

    /// Facts.
    public init(
      qemu: String, accelerator: Accelerator, directory: String, availableBytes: Int? = nil
    ) {
      self.qemu = qemu
      self.accelerator = accelerator
      self.directory = directory
      self.availableBytes = availableBytes
    }
  }

  /// What to measure.
  public private(set) var parts: [Part] = []
  /// The machine, with the CPUs in use.
  public let facts: Facts

  /// Plans for a machine.
  ///
  /// - Throws: `PlanRefused` for loads that no guest can have, CPUs that cannot be taken, and more memory than there is.
  public init(topology: Topology, options: MigrationOptions, facts: Facts) throws {
    var facts = facts
    facts.cpus = topology.coresFirst(try UsableCPUs.choose(options.cpus, in: topology))
    self.facts = facts
    let workloads = MigrationCase.all(of: options).map { MigrationWorkload($0, options, on: facts.host) }
    for workload in workloads { try Self.check(workload.load, options, facts) }
    if options.wants(.calibration) {
      parts.append(
        try MigrationBenchmark.part(
          id: "migration.calibration",
          .calibration(CalibrationWorkload(host: facts.host, pauses: options.calibrationPauses)),
          timeLimit: 120))
    }
    if options.wants(.migrate) { parts += try workloads.map { try $0.part } }
  }

  /// Memory that a QEMU takes beside its guest's: its code, its translations, its buffers.
  private static let overhead = 128 << 20

  private static func check(_ load: DirtyClass, _ options: MigrationOptions, _ facts: Facts) throws {
    let settings: BeaconSettings
    do { settings = try load.settings() } catch {
      throw PlanRefused("--dirty-rate \(load.label) with --working-set \(options.chosenWorkingSet): \(error)")
    }
    // Source and destination are there at the same time, unless they are on two nodes.
    let megabytes = facts.system.leastMegabytes(settings)
    let guests = options.node == nil ? 2 : 1
    let needed = guests * (megabytes << 20 + overhead)
    if let available = facts.availableBytes, needed > available {
      throw PlanRefused(
        "\(guests == 2 ? "two guests" : "a guest") of \(megabytes) MiB need\(guests == 2 ? "" : "s") \(ByteText.binary(needed)), and "
          + "\(ByteText.binary(available)) are available; take a smaller --working-set")
    }
  }
}
