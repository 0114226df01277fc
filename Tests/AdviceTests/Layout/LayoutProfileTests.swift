import Host
import Platform
import TestSupport
import Testing
import Tuning

@testable import Advice

/// A layout as a profile, read by the tool that would apply it.
struct LayoutProfileTests {
  private static let catalog = """
    schema: assay.catalog/1
    knobs:
      - {key: sysctl/vm.swappiness, type: integer, about: a, risk: "low: none", source: s}
    """

  private func profile(_ layout: CPULayout) throws -> Profile {
    let tree = try TemporaryTree([
      "catalog.yaml": Self.catalog,
      "layout.yaml":
        "schema: assay.profile/1\nname: layout\nsummary: for a test\n\(layout.profileText)",
    ])
    let catalog = try Catalog.load("\(tree.path)/catalog.yaml")
    return try ProfileLoader(catalog: catalog).load("\(tree.path)/layout.yaml")
  }

  @Test(arguments: LayoutGoal.allCases)
  func theToolReadsWhatALayoutWrites(goal: LayoutGoal) throws {
    let topology = Machine.regular(nodes: 2, cores: 8, threads: 2, l3Groups: 2)
    let shapes = try GuestShape.list("3x8c16g,1x2c100g")
    let layout = LayoutPlanner(topology, LayoutOptions(goal)).layout(for: shapes)
    let groups = try profile(layout).groups
    #expect(groups.map(\.path) == layout.partitions.map(\.name))
    #expect(groups.map(\.partition) == layout.partitions.map(\.kind.rawValue))
    #expect(groups.map { $0.mems ?? "" } == layout.partitions.map(\.mems.description))
    #expect(groups.map(\.why) == layout.partitions.map(\.why))
    #expect(try groups.map { try $0.cpus.resolve(topology) } == layout.partitions.map(\.cpus))
    #expect(groups.allSatisfy { $0.cpus.isList })
  }

  @Test(arguments: CapturedMachine.all)
  func capturedMachinesMakeProfiles(machine: CapturedMachine) throws {
    let layout = LayoutPlanner(try machine.topology, LayoutOptions(.latency)).layout()
    #expect(try profile(layout).groups.count == layout.partitions.count)
  }

  @Test func noPartitionsAreNoText() {
    #expect(LayoutPlanner(Machine.small, LayoutOptions(.latency)).layout().profileText.isEmpty)
  }
}
