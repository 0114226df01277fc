import Platform
import TestSupport
import VirtualMachine

@testable import AssayCommands

/// A twin with the built tool and a profile of the tests.
struct TwinTuning: Sendable {
  let twin: RehearsalTwin
  private let tree: TemporaryTree

  /// One of every kind that a twin has: sysctl (a coupled one too), THP, a disk, debugfs, interrupts, groups, boot words.
  static let everyKind = """
    schema: assay.profile/1
    name: every-kind
    summary: one of every kind that a twin has
    settings:
      - {key: sysctl/vm.swappiness, value: 10, why: a test}
      - {key: sysctl/vm.dirty_bytes, value: 64m, why: a test}
      - {key: sysctl/vm.overcommit_memory, value: 1, why: a test}
      - {key: sysctl/net.core.somaxconn, value: 2048, why: a test}
      - {key: sysfs/kernel/mm/transparent_hugepage/enabled, value: never, why: a test}
      - {key: sysfs/block/*/queue/read_ahead_kb, value: 64, why: a test}
      - {key: debugfs/sched/migration_cost_ns, value: 250000, why: a test}
      - {key: irq/default_smp_affinity, value: "1", why: a test}
    cpusets:
      - {group: assay-housekeeping, cpus: "0", partition: member, why: a test}
      - {group: assay-isolated, cpus: "all - 0", partition: isolated, why: a test}
    boot: ["skew_tick=1"]

    """

  init(_ topology: String, profile text: String = everyKind, others: [GuestProgram] = []) async throws {
    tree = try TemporaryTree(["profile.yaml": text])
    twin = try await RehearsalTwin.make(
      profile: ["\(tree.path)/profile.yaml"], catalog: try Self.catalog,
      kernel: Console.environment("ASSAY_TWIN_KERNEL"), topology: topology, fsroot: nil,
      program: TwinHost.tool, others: others)
  }

  /// The catalog of the project.
  static var catalog: String { get throws { try project("Profiles/catalog.yaml") } }

  /// A file of the project.
  static func project(_ name: String) throws -> String {
    guard let path = Compiler.path(of: name) else {
      throw TwinError(.missing, "\(name) is not where the tests were built")
    }
    return path
  }

  /// Boots it; its disk keeps what earlier boots left.
  func boot<Value: Sendable>(_ body: @escaping @Sendable (GuestTuning) async throws -> Value) async throws
    -> Value
  {
    try await Twin.withRunning(twin.machine, on: twin.qemu) { [twin] running in
      let guest = GuestTuning(twin: running, profile: twin.profile)
      try await guest.prepare()
      return try await body(guest)
    }
  }
}
