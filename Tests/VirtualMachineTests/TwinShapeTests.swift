import Host
import Platform
import TestSupport
import Testing

@testable import VirtualMachine

@Suite struct TwinShapeTests {
  @Test func textGivesNodesOfCPUs() throws {
    let shape = try TwinShape(text: "2x4")
    #expect(shape.nodes.map(\.cpus) == [4, 4])
    #expect(shape.nodes.map(\.memoryMiB) == [TwinShape.firstNodeMemoryMiB, TwinShape.nodeMemoryMiB])
    #expect(shape.distances.isEmpty)
    #expect(shape.threadsPerCore == 1)
    #expect(shape.cpus == 8)
  }

  @Test func textGivesThreadsAndDistances() throws {
    #expect(try TwinShape(text: "2x4x2").threadsPerCore == 2)
    #expect(try TwinShape(text: "3x1:21").distances == [[10, 21, 21], [21, 10, 21], [21, 21, 10]])
    #expect(try TwinShape(text: "2x1:10,21/31,10").distances == [[10, 21], [31, 10]])
  }

  @Test(arguments: [
    "", "2", "x", "2x", "x4", "2x0", "0x2", "-1x2", "2x4x3", "2x4x0", "2x4x2x2", "2X4", " 2x4", "2x4 ", "2x١",
    "17x1", "99999999999999999999x2", "2x200", "1x256", "2x2:", "2x2:10", "2x2:255", "2x2:0", "2x2:10,21",
    "2x2:10,21/21", "2x2:11,21/21,10", "2x2:10,21/21,a", "2x2:10,21/21,10/1", "2x2:10,,21/21,10",
    "9x999999999999999",
  ])
  func otherTextIsRefused(_ text: String) throws {
    let error = #expect(throws: TwinError.self) { try TwinShape(text: text) }
    #expect(error?.kind == .badRequest)
    #expect(error?.description.contains("'\(text)' is not a topology") == true)
  }

  @Test func aMachineIsCopied() throws {
    let shape = try TwinShape(copying: Machine.regular(nodes: 2, cores: 4))
    #expect(shape.nodes.map(\.cpus) == [4, 4])
    #expect(shape.distances == [[10, 20], [20, 10]])
    #expect(shape.notes.isEmpty)
  }

  @Test func siblingsAreCopied() throws {
    let shape = try TwinShape(copying: Machine.regular(nodes: 2, cores: 2, threads: 2))
    #expect(shape.threadsPerCore == 2)
    #expect(shape.nodes.map(\.cpus) == [4, 4])
  }

  @Test func aLargeMachineIsScaledDownAndSaysSo() throws {
    let shape = try TwinShape(copying: Machine.regular(nodes: 2, cores: 64, threads: 2))
    #expect(shape.nodes.map(\.cpus) == [8, 8])
    #expect(shape.threadsPerCore == 2)
    #expect(shape.notes == ["16 of 256 CPUs"])
  }

  @Test func moreNodesThanCPUsLoseNodes() throws {
    let shape = try TwinShape(copying: Machine.regular(nodes: 8, cores: 2, threads: 2), cpuLimit: 4)
    #expect(shape.nodes.map(\.cpus) == [1, 1, 1, 1])
    #expect(shape.threadsPerCore == 1)
    #expect(
      shape.notes == [
        "4 of 8 nodes", "SMT is left out: too few CPUs for whole cores", "4 of 32 CPUs",
      ])
    #expect(shape.distances.count == 4)
  }

  @Test func coresOfSeveralKindsHaveNoSiblings() throws {
    let shape = try TwinShape(copying: Machine.hybrid, cpuLimit: 20)
    #expect(shape.threadsPerCore == 1)
    #expect(shape.nodes.map(\.cpus) == [20])
    #expect(shape.notes == ["SMT is left out: not all cores have as many CPUs"])
  }

  @Test func memoryWithoutCPUsIsANode() throws {
    var topology = Machine.withGPUMemory
    topology.distances = [[10, 20, 40], [20, 10, 80], [40, 80, 10]]
    let shape = try TwinShape(copying: topology)
    #expect(shape.nodes.map(\.cpus) == [2, 2, 0])
    #expect(shape.distances == topology.distances)
  }

  @Test func distancesThatQEMURefusesAreLeftOut() throws {
    var topology = Machine.regular(nodes: 2, cores: 1)
    topology.distances = [[10, 255], [255, 10]]
    let shape = try TwinShape(copying: topology)
    #expect(shape.distances.isEmpty)
    #expect(
      shape.notes.first?.hasPrefix("distances are left out: the distance from node 0 to 1 is 255") == true)
  }

  @Test func distancesThatAreNotWholeAreRefused() throws {
    #expect(throws: TwinError.self) { try TwinShape(copying: Machine.withGPUMemory) }
  }

  @Test func aMachineWithoutCPUsIsRefused() throws {
    var topology = Machine.small
    topology.nodes[0].cpus = CPUSet()
    #expect(throws: TwinError.self) { try TwinShape(copying: topology) }
  }

  @Test(arguments: CapturedMachine.all) func everyCapturedMachineHasATwin(_ machine: CapturedMachine) throws {
    let topology = try machine.topology
    let shape = try TwinShape(copying: topology)
    #expect(shape.cpus <= TwinShape.usualCPULimit)
    #expect(shape.nodes.count { $0.cpus > 0 } == topology.nodes.count { !$0.cpus.isEmpty })
    #expect((shape.cpus < topology.cpus.count) == shape.notes.contains { $0.hasSuffix(" CPUs") })
  }
}
