/// Takes in the events of a play: the state changes, is shown, and is saved.
actor FleetRecorder {
  private(set) var state: FleetState
  private let store: FleetStore
  private let progress: any FleetProgress
  private let changes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  init(_ state: FleetState, store: FleetStore, progress: any FleetProgress) {
    self.state = state
    self.store = store
    self.progress = progress
  }

  func receive(_ event: FleetEvent) {
    guard var change = state.apply(event) else { return }
    if change.step == "fetch", change.state == .done, let fault = store.fault(in: store.node(change.subject)),
      let index = state.nodes.firstIndex(where: { $0.name == change.subject })
    {
      state.nodes[index].steps["fetch"]?.state = .failed
      state.nodes[index].steps["fetch"]?.reason = fault
      (change.state, change.reason) = (.failed, fault)
    }
    progress.changed(change, state)
    changes.continuation.yield()
  }

  /// Changes the state by hand.
  func update(_ body: @Sendable (inout FleetState) -> Void) {
    body(&state)
    changes.continuation.yield()
  }

  /// Lets `saveChanges` end when it has saved the last one.
  func close() { changes.continuation.finish() }

  /// Saves after each change, as fast as the disk can: events that come meanwhile are saved together.
  func saveChanges() async throws {
    for await _ in changes.stream { try store.save(state) }
    try store.save(state)
  }
}
