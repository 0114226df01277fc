import Platform
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Fleet

/// A fleet by the real Ansible over real ssh.
@Suite(
  .serialized, .enabled(if: NodeLab.obstacle == nil, "\(NodeLab.obstacle ?? "")"), .timeLimit(.minutes(4)))
struct FleetLabTests {
  /// A value that must never leave the inventory.
  private static let secret = "correct-horse-battery"

  private func options(_ lab: NodeLab, pairs: [FleetOptions.PairPart] = []) -> FleetOptions {
    FleetOptions(inventory: lab.inventory, seed: 7, pairs: pairs)
  }

  private func fleet(_ lab: NodeLab, _ name: String = "out", interruption: Interruption = Interruption())
    throws -> FleetRun
  {
    var run = FleetRun(
      store: try FleetStore("\(lab.path)/\(name)"), progress: NoFleetProgress(), interruption: interruption)
    run.programs = lab.ansible
    return run
  }

  /// Waits until the stand-in of a node measures.
  private func begun(_ lab: NodeLab, _ node: Int) async throws {
    let result = try await Subprocess.run(
      .path("/usr/bin/timeout"), arguments: ["100", "cat", "\(lab.node(node))/begun"],
      output: .string(limit: 100))
    try #require(result.standardOutput.hasPrefix("begun"), "node \(node) did not begin to measure")
  }

  @Test("all nodes and pairs are measured, nothing twice, and no secret is seen anywhere")
  func complete() async throws {
    let lab = try NodeLab(
      nodes: 3, odd: [1: NodeLab.Oddity(variables: "ansible_become_password=\(Self.secret)")])
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let fleet = try fleet(lab)
    let state = try await fleet.measure(options(lab, pairs: FleetOptions.PairPart.allCases), binary: binary)
    #expect(state.failures == [])
    #expect(state.isComplete)
    #expect(state.nodes.map(\.name) == ["n1", "n2", "n3"])
    #expect(state.nodes.map(\.address) == ["10.77.0.1", "10.77.0.2", "10.77.0.3"])
    #expect(try Files.names(in: fleet.store.pair("n3--n1")) == ["link.json", "migration.json"])
    #expect(try fleet.store.load() == state)
    // The binary and the lock stay; the documents, the log and the server do not.
    let left = try Files.names(in: "\(lab.node(1))/assay")
    #expect(left == ["assay-\(binary.sha256.prefix(16))", "lock"])

    let again = try await fleet.resume(options(lab, pairs: FleetOptions.PairPart.allCases), binary: binary)
    #expect(again.isComplete)
    for node in 1...3 {
      #expect(NodeStandIn.calls(lab, node, "run ") == 1)
      #expect(NodeStandIn.calls(lab, node, "link --to") == 2)
      #expect(NodeStandIn.calls(lab, node, "migration --to") == 2)
    }

    #expect(try Files.text(lab.inventory).contains(Self.secret))
    #expect(!lab.commandLines.isEmpty && !lab.commandLines.contains(Self.secret))
    for file in [
      fleet.store.statePath, fleet.store.logPath, fleet.store.variablesPath, "\(lab.node(1))/calls",
    ] {
      #expect(!(try Files.text(file)).contains(Self.secret), "\(file)")
    }
    await #expect(throws: FleetFailure.self) { try await fleet.measure(self.options(lab), binary: binary) }
  }

  @Test("a node that is lost while it measures is named, the others complete, and only it is measured again")
  func lost() async throws {
    let lab = try NodeLab(nodes: 3)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let fleet = try fleet(lab)
    for name in ["begun", "hold"] { try lab.makeFIFO("\(lab.node(2))/\(name)") }
    let options = options(lab, pairs: [.link])
    async let measuring = fleet.measure(options, binary: binary)
    try await begun(lab, 2)
    try lab.command("kill 2")
    let state = try await measuring
    #expect(!state.isComplete)
    #expect(state.measured == ["n1", "n3"])
    let failure = try #require(state.failures.first)
    #expect(failure.hasPrefix("n2: measure: unreachable: the connection was lost"))
    #expect(state.pairs.filter { $0.value.state == .done }.keys.sorted() == ["n1--n3", "n3--n1"])

    for name in ["begun", "hold"] { try Files.remove("\(lab.node(2))/\(name)") }
    try lab.command("start 2")
    let resumed = try await fleet.resume(options, binary: binary)
    #expect(resumed.failures == [])
    #expect(resumed.isComplete)
    #expect((1...3).map { NodeStandIn.calls(lab, $0, "run ") } == [1, 2, 1])
    #expect((1...3).map { NodeStandIn.calls(lab, $0, "link --to") } == [2, 2, 2])
  }

  @Test("a node without QEMU is told, and no guest moves to it or from it")
  func noGuests() async throws {
    let lab = try NodeLab(nodes: 3)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let why = "qemu-system-x86_64 is not installed; install it with: apt-get install qemu-system-x86"
    try Files.replace("\(lab.node(2))/no-migration", with: Array("\(why)\n".utf8))
    let fleet = try fleet(lab)
    let state = try await fleet.measure(options(lab, pairs: FleetOptions.PairPart.allCases), binary: binary)
    #expect(state.isComplete, "\(state.failures)")
    #expect(state.nodes[1].warnings == ["no guest moves to or from this node: \(why)"])
    #expect(state.nodes[0].warnings == [] && state.nodes[2].warnings == [])
    #expect(try Files.names(in: fleet.store.pair("n1--n2")) == ["link.json"])
    #expect(try Files.names(in: fleet.store.pair("n1--n3")).sorted() == ["link.json", "migration.json"])
    #expect((1...3).map { NodeStandIn.calls(lab, $0, "migration --to") } == [1, 0, 1])
  }

  @Test("a full disk and a missing tool are named; a slow link only takes longer")
  func faults() async throws {
    let lab = try NodeLab(
      nodes: 3, odd: [2: NodeLab.Oddity(disk: "8m"), 3: NodeLab.Oddity(without: ["flock"])])
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    try lab.command("slow 1 1mbit")
    try Files.createDirectories("\(lab.node(1))/assay/run-of-somebody")
    let state = try await fleet(lab).measure(options(lab), binary: binary)
    #expect(state.measured == ["n1"])
    #expect(Files.exists("\(lab.node(1))/assay/run-of-somebody"), "it is not this run's")
    #expect(state.nodes[0].warnings.first?.hasPrefix("not fetched: 1 of earlier runs, in ") == true)
    #expect(state.failures.count == 2)
    #expect(state.failures.first?.hasPrefix("n2: preflight: disk full: ") == true, "\(state.failures)")
    #expect(state.failures.last?.hasPrefix("n3: preflight: tool missing: flock") == true, "\(state.failures)")
    #expect(state.failures.last?.hasSuffix("install it there") == true)
  }

  @Test("what fails on a node is said in its own words; a document that is none is no result")
  func failing() async throws {
    let lab = try NodeLab(nodes: 3)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    try Files.replace(
      "\(lab.node(1))/fail", with: Array("assay: cannot open x: no space left on the device (ENOSPC)\n".utf8))
    try Files.replace("\(lab.node(2))/document", with: Array("{\"schema\": \"assay.r".utf8))
    // Somebody else's run on the third one.
    try Files.createDirectories("\(lab.node(3))/assay")
    let lock = try FileLock("\(lab.node(3))/assay/lock")
    let state = try await fleet(lab).measure(options(lab), binary: binary)
    #expect(state.failures.count == 3)
    #expect(state.failures[0].hasPrefix("n1: measure: disk full: cannot open x"), "\(state.failures)")
    #expect(state.failures[1].hasPrefix("n2: fetch: malformed document: "), "\(state.failures)")
    #expect(state.failures[2].hasPrefix("n3: measure: still running there: "), "\(state.failures)")
    withExtendedLifetime(lock) {}
  }

  @Test("an interruption ends measuring on the nodes too, and the run is continued")
  func interrupted() async throws {
    let lab = try NodeLab(nodes: 2)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    for name in ["begun", "hold"] { try lab.makeFIFO("\(lab.node(1))/\(name)") }
    let interruption = Interruption()
    let options = options(lab)
    let first = try fleet(lab, interruption: interruption)
    async let measuring = first.measure(options, binary: binary)
    try await begun(lab, 1)
    interruption.request()
    let state = try await measuring
    #expect(state.finished == nil)
    #expect(state.failures == [])
    #expect(state.nodes[0].steps["measure"]?.state == .waiting)

    for name in ["begun", "hold"] { try Files.remove("\(lab.node(1))/\(name)") }
    let resumed = try await fleet(lab).resume(options, binary: binary)
    #expect(resumed.failures == [])
    #expect(resumed.isComplete)
  }

  @Test("a run is continued only as what it was, and a node runs only what has its hash")
  func otherwise() async throws {
    let lab = try NodeLab(nodes: 1)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let fleet = try fleet(lab)
    _ = try await fleet.measure(options(lab), binary: binary)
    var other = options(lab)
    other.suite = "thorough"
    await #expect {
      _ = try await fleet.resume(other, binary: binary)
    } throws: {
      "\($0)".contains("--suite was quick and is thorough")
    }
    var another = binary
    another.sha256 = String(repeating: "0", count: 64)
    await #expect {
      _ = try await fleet.resume(self.options(lab), binary: another)
    } throws: {
      "\($0)".contains("the binary was")
    }
    // What arrives is not what has that hash.
    let damaged = try await self.fleet(lab, "damaged").measure(options(lab), binary: another)
    #expect(
      damaged.failures.first?.hasPrefix("n1: measure: the binary arrived damaged") == true,
      "\(damaged.failures)")
  }
}
