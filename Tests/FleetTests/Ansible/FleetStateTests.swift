import Platform
import TestSupport
import Testing

@testable import Fleet

@Suite struct FleetStateTests {
  static func state(
    _ names: [String] = ["n1", "n2"], pairs: Bool = false, action: FleetState.Action = .run
  ) -> FleetState {
    FleetState(
      id: "run", action: action, started: "2026-01-01T00:00:00Z",
      options: FleetOptions(inventory: "hosts", seed: 1, pairs: pairs ? [.link] : []),
      binary: NodeBinary(path: "/a", sha256: String(repeating: "a", count: 64), architecture: "x86_64"),
      nodes: names.map { FleetState.Node(name: $0, address: $0) })
  }

  private func event(
    _ kind: FleetEvent.Kind, _ step: String, host: String = "n1", time: Double = 1, task: String = "task",
    message: String? = nil, code: Int? = nil, errors: [String] = [], output: [String] = [],
    item: String? = nil
  ) -> FleetEvent {
    FleetEvent(
      kind: kind, time: time, host: host, step: step, task: task, message: message, code: code,
      errors: errors,
      output: output, item: item)
  }

  @Test("a step runs, is done, and is not begun again by a later task of it")
  func done() {
    var state = Self.state()
    #expect(state.apply(event(.start, "measure", time: 10))?.state == .running)
    let change = state.apply(event(.ok, "measure", time: 14, code: 0))
    #expect(change == FleetChange(subject: "n1", step: "measure", state: .done, seconds: 4))
    #expect(state.apply(event(.start, "measure", time: 15)) == nil)
    #expect(state.apply(event(.skipped, "measure", time: 15)) == nil)
    #expect(state.nodes[0].state == .done)
    #expect(state.nodes[1].state == .waiting)
  }

  @Test("a failure stays what it was, whatever its step says afterwards")
  func failed() {
    var state = Self.state(action: .apply)
    _ = state.apply(event(.start, "apply"))
    _ = state.apply(event(.ok, "apply", code: 10, output: ["assay: apply ended with code 10"]))
    #expect(state.failures == ["n1: apply: apply ended with code 10"])
    _ = state.apply(event(.start, "apply"))
    _ = state.apply(event(.ok, "apply"))
    #expect(state.failures == ["n1: apply: apply ended with code 10"])
    #expect(state.nodes[0].state == .failed)
  }

  @Test("what is skipped was not begun, but for a binary that is there already")
  func skipped() {
    var state = Self.state(action: .apply)
    for step in ["install", "revert"] {
      _ = state.apply(event(.start, step))
      _ = state.apply(event(.skipped, step))
    }
    #expect(state.nodes[0].steps["install"]?.state == .done)
    #expect(state.nodes[0].steps["revert"] == nil)
  }

  @Test("a profile that needs a reboot is applied; a suite that is too noisy is measured, with a warning")
  func goodCodes() {
    var state = Self.state(action: .apply)
    #expect(state.apply(event(.ok, "apply", code: 13))?.state == .done)
    #expect(state.apply(event(.ok, "verify", code: 2))?.state == .failed)
    var run = Self.state()
    #expect(run.apply(event(.ok, "measure", code: 0, output: ["assay: too noisy"]))?.state == .done)
    #expect(run.nodes[0].warnings == ["too noisy"])
  }

  @Test("pairs are done one by one, and only those that are left are done again")
  func pairs() {
    var state = Self.state(pairs: true)
    #expect(state.pairsToDo.map { "\($0.from)\($0.to)" } == ["n1n2", "n2n1"])
    let change = state.apply(event(.item, "pairs", code: 0, item: "n1--n2"))
    #expect(change?.subject == "n1--n2")
    _ = state.apply(
      event(
        .item, "pairs", host: "n2", code: 124, output: ["assay: time limit: not measured within 600 s"],
        item: "n2--n1"))
    #expect(state.failures == ["n2--n1: time limit: not measured within 600 s"])
    // A document that arrives is no pair.
    #expect(state.apply(event(.item, "pairs", item: "run.json")) == nil)
    state.tryAgain()
    #expect(state.pairs.keys.sorted() == ["n1--n2"])
    #expect(state.pairsToDo.map { "\($0.from)\($0.to)" } == ["n2n1"])
  }

  @Test("cleaning up and warnings decide nothing, and are kept")
  func warnings() {
    var state = Self.state()
    #expect(state.apply(event(.ok, "warning", message: "the clock is late")) == nil)
    #expect(state.apply(event(.failed, "cleanup", task: "The documents", code: 1)) == nil)
    #expect(
      state.nodes[0].warnings == [
        "the clock is late", "cleanup: The documents ended with code 1: it said nothing; see ansible.log",
      ])
    #expect(state.failures == [])
  }

  @Test("what was at work when all ended waits again; what failed is tried again")
  func resuming() {
    var state = Self.state()
    _ = state.apply(event(.start, "preflight"))
    _ = state.apply(event(.ok, "preflight"))
    _ = state.apply(event(.start, "measure"))
    _ = state.apply(
      event(.unreachable, "measure", host: "n2", message: "Failed to connect to the host via ssh: gone"))
    state.stopped()
    #expect(state.nodes[0].steps["measure"]?.state == .waiting)
    #expect(
      state.nodes[1].steps["measure"]?.reason
        == "unreachable: gone; see to the node, its sshd and the network between")
    state.tryAgain()
    #expect(state.nodes.allSatisfy { $0.steps.isEmpty })
    #expect(state.failures == [])
  }

  @Test("a node that nobody knows changes nothing")
  func stranger() {
    var state = Self.state()
    #expect(state.apply(event(.failed, "measure", host: "n9")) == nil)
    #expect(state.apply(event(.end, "")) == nil)
  }

  @Test("a state comes back from its document; what is none is refused with its path")
  func document() throws {
    let tree = try TemporaryTree()
    let store = try FleetStore(tree.path)
    var state = Self.state(pairs: true)
    state.pairs["n1--n2"] = FleetState.Step(
      .failed, reason: "\"quoted\"\nand so on", started: 1.5, ended: 2.25)
    try store.save(state)
    #expect(try store.load() == state)
    for (text, words) in [
      ("{", "it is no document of ours"), ("{\"schema\": \"assay.fleet/9\"}", "it is assay.fleet/9"),
      ("{\"schema\": \"assay.fleet/1\"}", "edited or damaged"),
    ] {
      try tree.write("fleet.json", text)
      #expect {
        try store.load()
      } throws: {
        "\($0)".contains(words) && "\($0)".contains(store.statePath)
      }
    }
    try Files.remove(store.statePath)
    #expect {
      try store.load()
    } throws: {
      "\($0)".hasPrefix("no fleet run to continue: ")
    }
  }

  @Test("only what changes the result forbids to continue")
  func differences() {
    let old = FleetOptions(inventory: "hosts", seed: 1)
    var new = old
    new.atOnce = 3
    new.timeLimit = 5
    #expect(new.differences(from: old) == [])
    new.only = ["memory", "aio"]
    #expect(new.differences(from: old) == ["--only was none and is memory aio"])
  }
}
