import Testing

@testable import Fleet

/// What a fleet ended with, by what became of each node.
@Suite struct FleetEndingTests {
  private typealias Steps = [String: FleetState.Step]

  private static let confirmed: Steps = ["apply": .init(.done), "confirm": .init(.done)]
  private static let unwell: Steps = [
    "apply": .init(.failed, reason: "health"), "health": .init(.failed, code: 1),
  ]

  private static func with(_ steps: Steps, revert: FleetState.Step) -> Steps {
    steps.merging(["revert": revert]) { $1 }
  }

  private func ending(_ action: FleetState.Action, _ nodes: [Steps]) -> FleetEnding {
    var state = FleetStateTests.state(nodes.indices.map { "n\($0 + 1)" }, action: action)
    for (index, steps) in nodes.enumerated() { state.nodes[index].steps = steps }
    return state.ending
  }

  @Test("what is confirmed on all is done; a reboot that one of them needs is said")
  func done() {
    #expect(ending(.apply, [Self.confirmed, Self.confirmed]) == .done)
    let reboot = Self.confirmed.merging(["apply": .init(.done, code: 13)]) { $1 }
    #expect(ending(.apply, [Self.confirmed, reboot]) == .needsReboot)
    #expect(ending(.revert, [["revert": .init(.done)], ["revert": .init(.done, code: 13)]]) == .needsReboot)
    #expect(ending(.run, [["fetch": .init(.done), "measure": .init(.done, code: 4)]]) == .done)
  }

  @Test("taken back is what was applied nowhere else")
  func takenBack() {
    let back = Self.with(Self.unwell, revert: .init(.done))
    #expect(ending(.apply, [back, [:]]) == .takenBack)
    #expect(ending(.apply, [back, back]) == .takenBack)
    #expect(ending(.apply, [["apply": .init(.failed, code: 10)], [:]]) == .takenBack, "by the tool itself")
    #expect(ending(.apply, [Self.confirmed, back]) == .failed, "the first node has it")
    #expect(ending(.apply, [["preflight": .init(.unreachable)], [:]]) == .failed, "nothing was applied")
  }

  @Test("what nobody saw taken back is a failure, and what is known to differ is said")
  func left() {
    let lost = Self.with(["apply": .init(.done)], revert: .init(.unreachable))
    #expect(ending(.apply, [lost, [:]]) == .failed)
    #expect(ending(.apply, [["apply": .init(.failed, code: 137)]]) == .failed, "the tool was killed")
    #expect(ending(.apply, [["apply": .init(.waiting, started: 1)]]) == .failed, "the play was killed")
    let differing = Self.with(Self.unwell, revert: .init(.failed, code: 11))
    #expect(ending(.apply, [differing, lost]) == .incomplete)
    #expect(ending(.apply, [["apply": .init(.failed, code: 11)]]) == .incomplete)
    let mended = Self.with(["apply": .init(.failed, code: 11)], revert: .init(.done))
    #expect(ending(.apply, [mended]) == .takenBack)
    #expect(ending(.apply, [Self.with(Self.unwell, revert: .init(.failed, code: 12))]) == .drift)
  }

  @Test("reverting ends with the worst of its nodes")
  func reverted() {
    let (well, drift) = (["revert": FleetState.Step(.done)], ["revert": FleetState.Step(.failed, code: 12)])
    #expect(ending(.revert, [well, drift]) == .drift)
    #expect(ending(.revert, [drift, ["revert": .init(.failed, code: 11)]]) == .incomplete)
    #expect(ending(.revert, [drift, ["revert": .init(.unreachable)]]) == .failed)
    #expect(ending(.revert, [well, [:]]) == .failed, "the play did not come to it")
  }
}
