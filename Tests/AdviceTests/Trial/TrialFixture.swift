import Experiment
import Glibc
import Host
import Platform
import Statistics
import Synchronization
import TestSupport
import Tuning

@testable import Advice

/// A tree of files like a machine, with a catalog, a state directory, and profiles: every apply on it is a real one.
struct TrialFixture {
  let tree: TemporaryTree

  static let knobs = ["a", "b", "c", "d", "e", "f", "g"]
  private static let catalog =
    """
    schema: assay.catalog/1
    knobs:
      - {key: sysctl/vm.swappiness, type: integer, range: [0, 200], about: a, risk: "low: none", source: s, metrics: [memory.bandwidth]}
      - {key: sysctl/vm.stat_interval, type: integer, range: [1, 120], about: a, risk: "low: none", source: s, metrics: [scheduler.noise]}
      - {key: sysctl/vm.missing, type: integer, about: a, risk: "low: none", source: s}
      - {key: sysfs/thp, type: choice, choices: [always, madvise, never], about: a, risk: "low: none", source: s}
      - {key: sysctl/vm.flag, type: boolean, about: a, risk: "low: none", source: s}
      - {key: boot/skew_tick, type: integer, range: [0, 1], about: a, risk: "low: none", source: s, reboot: true}

    """
    + knobs.map {
      "  - {key: sysctl/vm.\($0), type: integer, about: a, risk: \"low: none\", source: s}\n"
    }.joined()

  init() throws {
    tree = try TemporaryTree([
      "p/catalog.yaml": Self.catalog, "host/proc/sys/kernel/osrelease": "6.8.0\n",
      "host/proc/sys/kernel/random/boot_id": "boot-1\n", "host/proc/cmdline": "quiet splash=1\n",
      "host/proc/sys/vm/swappiness": "60\n", "host/proc/sys/vm/stat_interval": "1\n",
      "host/proc/sys/vm/flag": "0\n", "host/sys/thp": "always [madvise] never\n",
      "host/sys/module/kvm/parameters/halt_poll_ns": "200000\n",
    ])
    for knob in Self.knobs { try tree.write("host/proc/sys/vm/\(knob)", "1\n") }
  }

  var kinds: SettingKinds { SettingKinds(root: HostRoot(directory: "\(tree.path)/host")) }
  var state: String { "\(tree.path)/state" }

  func catalog() throws -> Catalog { try Catalog.load("\(tree.path)/p/catalog.yaml") }
  func loader() throws -> ProfileLoader { ProfileLoader(catalog: try catalog()) }
  func tuner() throws -> Tuner { Tuner(kinds: kinds, state: try StateDirectory(state, creating: true)) }
  func planner() throws -> TuningPlanner { TuningPlanner(kinds: kinds, catalog: try catalog()) }

  /// Writes a profile with this text below its head, and reads it.
  func profile(_ body: String, name: String = "test") throws -> Profile {
    let path = "p/\(name).yaml"
    try tree.write(path, "schema: assay.profile/1\nname: \(name)\nsummary: for a test\n\(body)\n")
    return try loader().load("\(tree.path)/\(path)")
  }

  /// An engine for a profile of these settings.
  func engine(_ settings: [(key: String, value: String)]) throws -> TunerEngine {
    let lines = settings.map { "  - {key: \($0.key), value: \"\($0.value)\", why: w}" }
    return try engine(try profile("settings:\n" + lines.joined(separator: "\n")))
  }

  func engine(_ profile: Profile) throws -> TunerEngine {
    try TunerEngine(profile, planner: planner(), tuner: tuner())
  }

  /// The text of a file of the machine.
  func value(_ name: String) throws -> String { try Files.text("\(tree.path)/host/\(name)").trimmingSpace() }

  /// Whether nothing is applied any more, and nothing is left to do.
  func isClean() throws -> Bool {
    let journals = try Files.names(in: state).filter { $0.hasSuffix(".journal") }
    return try tuner().status().isEmpty && journals.isEmpty
  }
}

/// A machine whose true effects are known: a value that depends on what stands in the files of a tree, times noise.
final class KnobExecutor: SampleExecutor {
  /// A file, what is in it as the machine was found, and the logarithm of what another content does to the value.
  struct Effect {
    var file: String
    var usual: String
    var effect: Double
  }

  private let root: String
  private let effects: [Effect]
  private let noise: Double
  private let state: Mutex<(generator: SeededGenerator, count: Int)>
  /// Called with the number of each sample, from 0, before it is taken.
  private let before: @Sendable (Int) throws -> Noise

  init(
    _ fixture: TrialFixture, _ effects: [Effect], noise: Double = 0.005, seed: UInt64 = 1,
    before: @escaping @Sendable (Int) throws -> Noise = { _ in Noise() }
  ) {
    root = "\(fixture.tree.path)/host"
    self.effects = effects
    self.noise = noise
    state = Mutex((SeededGenerator(seed: seed), 0))
    self.before = before
  }

  var count: Int { state.withLock { $0.count } }

  func execute(_ part: Part, padding: Int) async throws -> SampleReport {
    let (deviate, number) = state.withLock { state in
      state.count += 1
      return (state.generator.normalDeviate(), state.count - 1)
    }
    let seen = try before(number)
    let change = try effects.reduce(0.0) { sum, effect in
      let present = try Files.text("\(root)/\(effect.file)").trimmingSpace()
      return present == effect.usual ? sum : sum + effect.effect
    }
    let value = 1000 * exp(change + noise * deviate)
    return SampleReport(
      measurements: [
        Measurement(id: part.id, unit: "B/s", better: .higher, role: .primary, value: value)
      ], noise: seen)
  }
}

extension TrialSession {
  static let part = Part(id: "memory.bandwidth", benchmark: "memory", workload: "{}", timeLimit: 1)

  /// A session on a tree, which waits for nothing.
  static func of(
    _ engine: any SettingsEngine, _ executor: any SampleExecutor, interruption: Interruption = Interruption(),
    save: @escaping @Sendable (RunPair) throws -> Void = { _ in }
  ) -> TrialSession {
    TrialSession(
      parts: [part], executor: executor, engine: engine, settling: NoSettling(), progress: SilentProgress(),
      interruption: interruption, save: save)
  }
}

/// Settled at once.
struct NoSettling: Settling {
  let criterion = "at once"
  func level() async throws -> PressureLevel { PressureLevel() }
  func settle(to level: PressureLevel) async throws -> String? { nil }
}

extension RunPair {
  /// Two Runs that have only started.
  static func started(seed: UInt64 = 1) -> RunPair {
    RunPair(base: .started("base", seed: seed), candidate: .started("candidate", seed: seed))
  }
}

extension Run {
  /// A Run that has only started, on a machine that never was.
  static func started(_ id: String, seed: UInt64 = 1) -> Run {
    let cpu = CPUSet([0])
    let topology = Topology(
      packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
      allowedCPUs: cpu, allowedNodes: CPUSet([0]), nodes: [], distances: [], caches: [], coreKinds: [])
    return Run(
      id: id, tool: Run.Tool(name: "assay", version: "1.0", build: "release", arguments: ["trial"]),
      started: "2026-01-01T00:00:00Z",
      host: Fingerprint(mustMatch: [:], declared: [:], noted: [:], topology: topology, settings: [:]),
      plan: Plan(suite: .quick, seed: seed, blocks: 1, repeats: 0, timeLimit: nil, limits: .standard))
  }
}
