import Foundation
import Platform
import TestSupport
import Testing

@testable import Host

/// Machines that never were: what is missing, broken or odd must not become a wrong fact or a crash.
struct TopologyTests {
  /// CPUs in sysfs with a package and a core each, siblings as pairs.
  static func cpus(_ count: Int, threads: Int = 2) -> [String: String] {
    var files: [String: String] = [:]
    for cpu in 0..<count {
      let base = "sys/devices/system/cpu/cpu\(cpu)/topology"
      let first = cpu / threads * threads
      files["\(base)/physical_package_id"] = "0\n"
      files["\(base)/core_id"] = "\(cpu / threads)\n"
      files["\(base)/thread_siblings"] = String(((1 << threads) - 1) << first, radix: 16) + "\n"
      files["\(base)/core_siblings"] = String((1 << count) - 1, radix: 16) + "\n"
    }
    files["sys/devices/system/cpu/online"] = "0-\(count - 1)\n"
    files["sys/devices/system/cpu/possible"] = "0-\(count + 3)\n"
    files["sys/devices/system/cpu/present"] = "0-\(count - 1)\n"
    return files
  }

  @Test func whereTheKernelTellsNeitherPackagesNorCoresEachCPUStandsAlone() throws {
    let tree = try TemporaryTree(
      Dictionary(
        uniqueKeysWithValues: (0..<4).map { ("sys/devices/system/cpu/cpu\($0)/topology/core_siblings", "") }))
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.cpus == CPUSet(0..<4))
    #expect(topology.allowedCPUs == CPUSet(0..<4))
    #expect(topology.nodes.count == 1)
    #expect(topology.nodes[0].memoryBytes == nil)
    #expect(topology.coreCPUs.reduce(CPUSet()) { $0.union($1) } == topology.cpus)
    #expect(topology.packageCPUs.reduce(CPUSet()) { $0.union($1) } == topology.cpus)
    #expect(topology.caches.isEmpty)
    #expect(topology.coreKinds.isEmpty)
    #expect(topology.distances.isEmpty)
  }

  @Test func aMachineWithoutCPUInfoAndNodesIsReadFromSysfs() throws {
    let tree = try TemporaryTree(Self.cpus(4).merging(["proc/meminfo": "MemTotal: 1024 kB\n"]) { $1 })
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.cpus == CPUSet(0..<4))
    #expect(topology.cores == 2)
    #expect(topology.packages == 1)
    #expect(topology.coreCPUs == [CPUSet([0, 1]), CPUSet([2, 3])])
    #expect(topology.offlineCPUs.isEmpty)
    #expect(topology.nodes.map(\.memoryBytes) == [1 << 20])
    #expect(topology.nodes[0].cpus == CPUSet(0..<4))
  }

  @Test func presentCPUsThatAreNotOnlineAreOffline() throws {
    var files = Self.cpus(4, threads: 1)
    files["sys/devices/system/cpu/online"] = "0,2-3\n"
    files["sys/devices/system/cpu/cpu1/online"] = "0\n"
    let tree = try TemporaryTree(files)
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.cpus == CPUSet([0, 2, 3]))
    #expect(topology.offlineCPUs == CPUSet([1]))
    #expect(topology.coreCPUs.count == 3)
  }

  @Test func aMemoryOnlyNodeHasNoCPUs() throws {
    var files = Self.cpus(2, threads: 1)
    let node = "sys/devices/system/node"
    files["\(node)/online"] = "0,3\n"
    files["\(node)/node0/cpumap"] = "3\n"
    files["\(node)/node3/cpumap"] = "00000000,00000000\n"
    files["\(node)/node0/meminfo"] = "Node 0 MemTotal: 2048 kB\n"
    files["\(node)/node3/meminfo"] = "Node 3 MemTotal: 4096 kB\n"
    files["\(node)/node0/distance"] = "10 40\n"
    files["\(node)/node3/distance"] = "40 10\n"
    let tree = try TemporaryTree(files)
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.nodes.map(\.id) == [0, 3])
    #expect(topology.nodes.map(\.memoryOnly) == [false, true])
    #expect(topology.nodes.map(\.cpus) == [CPUSet([0, 1]), CPUSet()])
    #expect(topology.nodes.map(\.memoryBytes) == [2 << 20, 4 << 20])
    #expect(topology.distances == [[10, 40], [40, 10]])
    #expect(topology.node(ofCPU: 1)?.id == 0)
  }

  /// What the firmware says of bandwidth tells fast memory from ordinary, as it does for hwloc's own tools.
  @Test func memoryFarFasterThanTheRestIsHighBandwidthMemory() throws {
    var files = Self.cpus(2, threads: 1)
    let node = "sys/devices/system/node"
    files["\(node)/online"] = "0-1\n"
    for (number, cpus, bandwidth) in [(0, "3", "1000"), (1, "0", "10000")] {
      files["\(node)/node\(number)/cpumap"] = "\(cpus)\n"
      files["\(node)/node\(number)/meminfo"] = "Node \(number) MemTotal: 2048 kB\n"
      for way in ["read", "write"] {
        files["\(node)/node\(number)/access1/initiators/\(way)_bandwidth"] = "\(bandwidth)\n"
      }
      files["\(node)/node\(number)/access1/initiators/node0/x"] = ""
    }
    files["sys/bus/dax/drivers/kmem/dax1.0/x"] = ""
    files["sys/bus/dax/devices/x"] = ""
    files["sys/devices/platform/hmem.1/dax1.0/target_node"] = "1\n"
    let tree = try TemporaryTree(files)
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/sys/bus/dax/devices/dax1.0",
      withDestinationPath: "../../../devices/platform/hmem.1/dax1.0")
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.nodes.map(\.kind) == ["DRAM", "HBM"])
    #expect(topology.nodes.map(\.memoryOnly) == [false, true])
  }

  @Test(arguments: ["", "banana", "9-1", "-1", "0-99999999999999999999", "0,,2", "\u{0}\u{1}\u{FF}"])
  func oddListsAreNotBelieved(list: String) throws {
    var files = Self.cpus(4)
    files["sys/devices/system/cpu/present"] = list
    files["sys/devices/system/node/possible"] = list
    files["sys/devices/system/node/node0/cpulist"] = list
    files["proc/meminfo"] = list
    let tree = try TemporaryTree(files)
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.cpus == CPUSet(0..<4))
    #expect(topology.offlineCPUs.intersection(topology.cpus).isEmpty)
    #expect(!topology.nodes.isEmpty)
  }

  /// hwloc itself aborts on some of these.
  @Test(arguments: ["\n", "9-1", "-1", "5-", "0-99999999999999999999"])
  func anImpossibleListOfNodesIsAnError(list: String) throws {
    var files = Self.cpus(4)
    files["sys/devices/system/node/online"] = list
    files["sys/devices/system/node/node0/cpumap"] = "f\n"
    let tree = try TemporaryTree(files)
    let error = #expect(throws: HardwareInventoryError.self) { try Topology.read(fsroot: tree.path) }
    #expect(error?.description.contains("node/online is damaged") == true)
  }

  /// hwloc itself aborts here.
  @Test func aDirectoryOfNodesWithoutANodeIsAnError() throws {
    var files = Self.cpus(4)
    files["sys/devices/system/node/possible"] = "0\n"
    let tree = try TemporaryTree(files)
    let error = #expect(throws: HardwareInventoryError.self) { try Topology.read(fsroot: tree.path) }
    #expect(error?.description.contains("system/node is damaged: there is no node in it") == true)
  }

  @Test func zeroBytesAfterAListAreNotPartOfIt() throws {
    var files = Self.cpus(2)
    files["sys/devices/system/node/online"] = "0\n\0\0\0"
    files["sys/devices/system/node/node0/cpumap"] = "3\n\0"
    files["sys/devices/system/cpu/present"] = "0-3\n\0\0"
    let tree = try TemporaryTree(files)
    let topology = try Topology.read(fsroot: tree.path)
    #expect(topology.offlineCPUs == CPUSet([2, 3]))
    #expect(topology.nodes.map(\.cpus) == [CPUSet([0, 1])])
  }

  @Test func cpusWithoutTopologyAreAnError() throws {
    let tree = try TemporaryTree(["sys/devices/system/cpu/cpu0/x": ""])
    let error = #expect(throws: HardwareInventoryError.self) { try Topology.read(fsroot: tree.path) }
    #expect(error?.description.contains("sys/devices/system/cpu") == true)
  }

  @Test(arguments: ["cpu/cpu4294967295", "node/node99999999999999999999"])
  func aNumberBeyondEveryMachineIsAnError(name: String) throws {
    var files = Self.cpus(2)
    files["sys/devices/system/\(name)/x"] = ""
    let tree = try TemporaryTree(files)
    let error = #expect(throws: HardwareInventoryError.self) { try Topology.read(fsroot: tree.path) }
    #expect(error?.description.contains("no machine has a") == true)
  }

  @Test func garbageInEveryFileIsSurvived() throws {
    var files = Self.cpus(4).mapValues { _ in "\u{7F}ELF garbage ,,-,\n" }
    files["proc/cpuinfo"] = "::::\n:\nprocessor\n"
    files["proc/mounts"] = "x\ny z\n"
    files["proc/self/cgroup"] = "::\n0\n"
    let tree = try TemporaryTree(files)
    let report = try HostReport.read(fsroot: tree.path)
    #expect(!report.topology.nodes.isEmpty)
    #expect(report.facts[.cpuModel] == nil)
  }

  @Test func aDirectoryWithoutAMachineIsAnError() throws {
    let tree = try TemporaryTree(["sys/devices/system/cpu/online": "0-3\n", "readme": "nothing here"])
    let error = #expect(throws: HardwareInventoryError.self) { try Topology.read(fsroot: tree.path) }
    #expect(error == .noMachine(directory: tree.path, candidate: nil))
    #expect(error?.description.contains("hwloc-gather-topology") == true)
  }

  @Test func theDirectoryAboveAMachineNamesIt() throws {
    let tree = try TemporaryTree(["node7/sys/devices/system/cpu/cpu0/x": ""])
    let error = #expect(throws: HardwareInventoryError.self) { try Topology.read(fsroot: tree.path) }
    #expect(error == .noMachine(directory: tree.path, candidate: "\(tree.path)/node7"))
  }

  @Test func aFileAndAMissingDirectoryAreErrors() throws {
    let tree = try TemporaryTree(["file": "x"])
    for (name, cause) in [("file", "not a directory"), ("missing", "no such file")] {
      let error = #expect(throws: HardwareInventoryError.self) {
        try Topology.read(fsroot: "\(tree.path)/\(name)")
      }
      #expect(error?.description.contains(cause) == true)
      #expect(error?.description.contains("\(tree.path)/\(name)") == true)
    }
  }

  @Test func theEnvironmentIsAsBefore() throws {
    let tree = try TemporaryTree(Self.cpus(2))
    _ = try Topology.read(fsroot: tree.path)
    _ = try Topology.read()
    #expect(Console.environment("HWLOC_FSROOT") != tree.path)
    #expect(try Topology.read().cpus.contains(Affinity.current().first ?? 0))
  }

  @Test func thisMachineIsConsistent() throws {
    let topology = try Topology.read()
    #expect(!topology.cpus.isEmpty)
    #expect(topology.allowedCPUs.isSubset(of: topology.cpus))
    #expect(topology.offlineCPUs.intersection(topology.cpus).isEmpty)
    #expect(topology.coreCPUs.reduce(CPUSet()) { $0.union($1) } == topology.cpus)
    #expect(topology.coreCPUs.reduce(0) { $0 + $1.count } == topology.cpus.count)
    if topology.nodes.count == 1, let total = MemoryInfo(root: .live)?.totalBytes {
      #expect((topology.nodes[0].memoryBytes ?? 0) >= total)
    }
  }

  @Test func affinityNarrowsWhatIsAllowed() throws {
    let inventory = try HardwareInventory.read(
      root: CapturedMachine.named("32amd64-4s2n4c-cgroup2").directory)
    let root = HostRoot(directory: "/nowhere")
    #expect(Topology(inventory, root: root, affinity: nil).allowedCPUs == CPUSet(0..<6))
    #expect(Topology(inventory, root: root, affinity: CPUSet([4, 5, 6, 40])).allowedCPUs == CPUSet([4, 5]))
  }

  @Test func theCapturedMachinesAreKnownByHeart() throws {
    let hybrid = try Topology.read(fsroot: CapturedMachine.named("20em64t-hybrid-1p6c2t+2ca4co1t").directory)
    #expect(hybrid.coreKinds.map(\.name) == ["performance", "efficient"])
    #expect(hybrid.coreKinds.map(\.cpus) == [CPUSet(0..<12), CPUSet(12..<20)])
    let offline = try Topology.read(fsroot: CapturedMachine.named("offline-cpu0-node0").directory)
    #expect(offline.offlineCPUs.description == "0-3,21-23")
    #expect(offline.nodes.map(\.id) == [1])
    let gpu = try Topology.read(fsroot: CapturedMachine.named("nvidiagpunumanodes").directory)
    #expect(gpu.nodes.filter(\.memoryOnly).map(\.id) == Array(250...255))
    #expect(gpu.nodes.filter { $0.kind == "GPUMemory" }.count == 6)
    let groups = try Topology.read(fsroot: CapturedMachine.named("16amd64-8n2c-cpusets").directory)
    #expect(groups.allowedNodes == CPUSet(1...4))
    #expect(groups.offlineCPUs == CPUSet([4]))
  }
}
