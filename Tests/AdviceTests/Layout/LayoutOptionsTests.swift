import Testing

@testable import Advice

struct LayoutOptionsTests {
  @Test func everyGoalHasUsualOptions() throws {
    for goal in LayoutGoal.allCases {
      #expect(try LayoutOptions(goal: goal) == LayoutOptions(goal))
    }
    #expect(LayoutOptions(.density).overcommit == 4)
    #expect(LayoutOptions(.latency).exclusivePartition == .isolated)
    #expect(try LayoutOptions(goal: .latency, exclusivePartition: .root).exclusivePartition == .root)
  }

  @Test(
    arguments: [
      (LayoutGoal.latency, 2, nil, "contradicts the goal latency"),
      (.throughput, 4, nil, "contradicts the goal throughput"), (.density, 0, nil, "out of range"),
      (.density, 17, nil, "out of range"), (.density, -1, nil, "out of range"),
      (.throughput, nil, CPULayout.Partition.Kind.isolated, "makes no isolated partition"),
      (.density, nil, .root, "makes no root partition"), (.latency, nil, .member, "nothing for itself"),
    ] as [(LayoutGoal, Int?, CPULayout.Partition.Kind?, String)])
  func contradictionsAreRefused(
    goal: LayoutGoal, overcommit: Int?, kind: CPULayout.Partition.Kind?, reason: String
  ) {
    let problem = #expect(throws: LayoutProblem.self) {
      try LayoutOptions(goal: goal, overcommit: overcommit, exclusivePartition: kind)
    }
    #expect(problem?.description.contains(reason) ?? false)
  }

  @Test func theHostKeepsMoreOfMoreAndNeverAll() {
    let options = LayoutOptions(.latency)
    #expect([2, 32, 33, 128].map(options.housekeepingCores) == [1, 1, 2, 4])
    #expect(LayoutOptions.reservedBytes(of: 64 << 30) == 4 << 30)
    #expect(LayoutOptions.reservedBytes(of: 2 << 30) == 512 << 20)
    #expect(LayoutOptions.reservedBytes(of: 1 << 20) == 1 << 20)
  }
}
