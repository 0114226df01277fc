internal import FoundationEssentials
public import Platform

/// Measures a fleet: each node by itself, then each pair; or applies a profile to it. What was done is in the directory,
/// whatever happens.
public struct FleetRun: Sendable {
  /// Where Ansible is.
  public var programs = AnsiblePrograms()
  /// Where everything goes.
  public var store: FleetStore
  /// Who is told.
  public var progress: any FleetProgress
  /// Ends it.
  public var interruption: Interruption
  /// The operator's own words for ansible-playbook: `--ask-become-pass`, `--forks 20`. They are not kept.
  public var ansibleArguments: [String] = []

  /// A run.
  public init(store: FleetStore, progress: any FleetProgress, interruption: Interruption) {
    self.store = store
    self.progress = progress
    self.interruption = interruption
  }

  /// Begins a new run and does all of it.
  ///
  /// - Returns: the state at its end; nodes that failed are named in it.
  /// - Throws: `FleetFailure` where it cannot begin: no inventory, no Ansible, a run in that directory already.
  public func measure(_ options: FleetOptions, binary: NodeBinary) async throws -> FleetState {
    try refuseUsedDirectory()
    let inventory = try await FleetInventory.read(
      options.inventory, limit: options.limit, programs: programs, arguments: ansibleArguments)
    var state = FleetState(
      id: "\(Timestamp.nowForFileName())-\(binary.sha256.prefix(8))-\(CurrentProcess.identifier)",
      action: .run,
      started: Timestamp.now(), options: options, binary: binary,
      nodes: inventory.hosts.map { FleetState.Node(name: $0.name, address: $0.address) })
    try await measure(&state, options)
    return state
  }

  /// Goes on with a run that was interrupted, or in which nodes failed: what is done is not repeated.
  ///
  /// - Throws: `FleetFailure` where something else would be measured than before.
  public func resume(_ options: FleetOptions, binary: NodeBinary) async throws -> FleetState {
    var state = try store.load()
    try await refuseOthers(&state, options, binary)
    state.tryAgain()
    state.options = options
    // Its documents may have been removed since.
    for index in state.nodes.indices where state.nodes[index].steps["fetch"]?.state == .done {
      if store.fault(in: store.node(state.nodes[index].name)) != nil { state.nodes[index].steps = [:] }
    }
    state.pairs = state.pairs.filter { store.fault(in: store.pair($0.key)) == nil }
    if state.isComplete { return state }
    try await measure(&state, options)
    return state
  }

  func refuseUsedDirectory() throws {
    if Files.exists(store.statePath) {
      throw FleetFailure(
        "\(store.directory) holds a fleet run already; continue it with --resume, or take another --out")
    }
  }

  private func refuseOthers(_ state: inout FleetState, _ options: FleetOptions, _ binary: NodeBinary)
    async throws
  {
    func refuse(_ what: String) -> FleetFailure {
      FleetFailure("\(store.directory) cannot be continued: \(what); start again with another --out")
    }
    guard state.action == .run, let before = state.options else { throw refuse("it is no run that measures") }
    let differences = options.differences(from: before)
    if let first = differences.first { throw refuse(first) }
    guard binary.sha256 == state.binary.sha256 else {
      throw refuse("the binary was \(state.binary.sha256.prefix(16)) and is \(binary.sha256.prefix(16))")
    }
    let hosts = try await FleetInventory.read(
      options.inventory, limit: options.limit, programs: programs, arguments: ansibleArguments
    ).hosts
    let (old, new) = (Set(state.nodes.map(\.name)), Set(hosts.map(\.name)))
    if let gone = old.subtracting(new).min() { throw refuse("\(gone) is not in the inventory any more") }
    if let added = new.subtracting(old).min() { throw refuse("\(added) was not in the inventory") }
    for host in hosts {
      guard let index = state.nodes.firstIndex(where: { $0.name == host.name }) else { continue }
      state.nodes[index].address = host.address
    }
  }

  private func measure(_ state: inout FleetState, _ options: FleetOptions) async throws {
    let measured = Set(state.measured)
    let pairsLeft = state.pairsToDo
    let inPairs = Set(pairsLeft.flatMap { [$0.from, $0.to] })
    for node in state.nodes where !measured.contains(node.name) { try store.discard(store.node(node.name)) }
    for pair in pairsLeft { try store.discard(store.pair(FleetState.pair(pair.from, pair.to))) }
    let variables = FleetVariables(state, options, store)
    let nodes = state.nodes.map(\.name).filter { !measured.contains($0) || inPairs.contains($0) }
    let play = try prepare(PlaybookFiles.run, options.inventory, nodes, try variables.encoded())
    try await run(play, &state)
    for (name, step) in state.pairs where step.state == .done {
      guard let fault = store.fault(in: store.pair(name)) else { continue }
      state.pairs[name] = FleetState.Step(.failed, reason: fault, ended: step.ended)
    }
    try store.save(state)
    if interruption.isRequested { try await stop(options.inventory) }
  }

  /// The playbook beside the results, and the play on those nodes.
  func prepare(_ playbook: String, _ inventory: String, _ nodes: [String], _ variables: [UInt8]) throws
    -> AnsibleRun
  {
    try PlaybookFiles.write(to: store.playbookPath)
    try Files.replace(store.variablesPath, with: variables)
    try Files.replace(store.limitPath, with: Array((nodes.joined(separator: "\n") + "\n").utf8))
    return AnsibleRun(
      programs: programs, playbook: "\(store.playbookPath)/\(playbook)",
      arguments: ["-i", inventory, "--limit", "@\(store.limitPath)", "-e", "@\(store.variablesPath)"]
        + ansibleArguments,
      log: store.logPath)
  }

  /// Runs a play with its state recorded.
  func run(_ play: AnsibleRun, _ state: inout FleetState) async throws {
    let recorder = FleetRecorder(state, store: store, progress: progress)
    try store.save(state)
    let code = try await withThrowingTaskGroup(of: Int?.self) { group in
      group.addTask {
        try await recorder.saveChanges()
        return nil
      }
      let code = try await play.run(interruption: interruption) { await recorder.receive($0) }
      await recorder.close()
      try await group.waitForAll()
      return code
    }
    let isInterrupted = interruption.isRequested
    await recorder.update { state in
      state.stopped()
      if !isInterrupted { state.finished = Timestamp.now() }
    }
    state = await recorder.state
    progress.finished(state)
    try store.save(state)
    // Nodes that failed are named by their events. Without one, Ansible itself could not work.
    if code != 0, !isInterrupted, state.failures.isEmpty { throw FleetFailure(whyAnsibleFailed(code)) }
  }

  private func whyAnsibleFailed(_ code: Int) -> String {
    let lines = ((try? Files.text(store.logPath)) ?? "").split(whereSeparator: \.isNewline).map {
      $0.trimmingSpace()
    }
    let said = lines.last { !$0.isEmpty && !$0.hasPrefix("PLAY") } ?? "it said nothing"
    return "ansible-playbook ended with code \(code): \(said); see \(store.logPath)"
  }

  /// ssh does not always tell a node that nobody waits any more.
  private func stop(_ inventory: String) async throws {
    let play = AnsibleRun(
      programs: programs, playbook: "\(store.playbookPath)/\(PlaybookFiles.stop)",
      arguments: ["-i", inventory, "--limit", "@\(store.limitPath)", "-e", "@\(store.variablesPath)"]
        + ansibleArguments,
      log: store.logPath)
    _ = try await play.run(interruption: Interruption()) { _ in }
  }
}
