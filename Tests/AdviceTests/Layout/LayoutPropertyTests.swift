import Host
import Platform
import Statistics
import TestSupport
import Testing

@testable import Advice

/// What holds for every machine, goal and list of guests.
struct LayoutPropertyTests {
  private static let requests = [
    "", "6x4c16g", "1x2c1g,3x16c64g", "40x1c512m", "2x64c900g,8x3c2g", "1x1000c1t",
  ]

  private func violations(
    _ topology: Topology, _ options: LayoutOptions, _ shapes: [GuestShape]
  ) -> [String] {
    let layout = LayoutPlanner(topology, options).layout(for: shapes)
    let again = LayoutPlanner(topology, options).layout(for: shapes)
    return LayoutInvariants(topology: topology, options: options, shapes: shapes, layout: layout).violations()
      + (layout == again ? [] : ["the same question has two answers"])
  }

  @Test(arguments: CapturedMachine.all, LayoutGoal.allCases)
  func capturedMachines(machine: CapturedMachine, goal: LayoutGoal) throws {
    let topology = try machine.topology
    for request in Self.requests {
      let shapes = request.isEmpty ? [] : try GuestShape.list(request)
      #expect(violations(topology, LayoutOptions(goal), shapes) == [], "\(request)")
    }
  }

  @Test(arguments: LayoutGoal.allCases)
  func thisMachine(goal: LayoutGoal) throws {
    let shapes = try GuestShape.list("2x1c512m,1x64c900g")
    #expect(violations(try Topology.read(), LayoutOptions(goal), shapes) == [])
  }

  /// Sixteen seeds a test, so that they run beside each other.
  @Test(arguments: 0..<12)
  func generatedMachines(batch: Int) throws {
    for seed in (batch * 16)..<(batch * 16 + 16) {
      let topology = GeneratedMachine.make(seed: UInt64(seed))
      var random = SeededGenerator(seed: UInt64(seed) ^ 0x5eed)
      for goal in LayoutGoal.allCases {
        let options = try options(goal, &random)
        let shapes = Self.shapes(&random)
        #expect(violations(topology, options, shapes) == [], "seed \(seed), \(goal), \(shapes)")
      }
    }
  }

  @Test func thereAreLargeAndStrangeMachinesAmongThem() {
    let machines = (0..<192).map { GeneratedMachine.make(seed: UInt64($0)) }
    #expect(machines.contains { $0.cpus.count > 700 })
    #expect(machines.allSatisfy { $0.cpus.count <= 1_024 && !$0.cpus.isEmpty })
    #expect(machines.contains { $0.coreKinds.count > 1 })
    #expect(machines.contains { !$0.offlineCPUs.isEmpty })
    #expect(machines.contains { $0.nodes.contains(where: \.memoryOnly) })
    #expect(machines.contains { $0.allowedCPUs != $0.cpus })
    #expect(machines.contains { $0.coreCPUs.contains { $0.count == 8 } })
  }

  private func options(_ goal: LayoutGoal, _ random: inout SeededGenerator) throws -> LayoutOptions {
    switch goal {
    case .density: try LayoutOptions(goal: goal, overcommit: 1 + random.below(6))
    case .latency: try LayoutOptions(goal: goal, exclusivePartition: random.below(4) == 0 ? .root : .isolated)
    case .throughput: LayoutOptions(goal)
    }
  }

  private static func shapes(_ random: inout SeededGenerator) -> [GuestShape] {
    var shapes: [GuestShape] = []
    for _ in 0..<random.below(5) {
      let isLarge = random.below(4) == 0
      let count = 1 + random.below(12)
      let cpus = 1 + random.below(isLarge ? 200 : 12)
      let mebibytes = 1 + random.below(isLarge ? 300_000 : 20_000)
      shapes.append(GuestShape(count: count, cpus: cpus, memoryBytes: UInt64(mebibytes) << 20))
    }
    return shapes
  }
}
