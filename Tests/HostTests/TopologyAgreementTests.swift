import Platform
import TestSupport
import Testing

@testable import Host

/// Every captured machine, read by us and by hwloc's own tools.
@Suite(
  .enabled(
    if: Judge.isInstalled, "hwloc-calc, hwloc-info and lstopo-no-graphics are not installed (hwloc-nox)"))
struct TopologyAgreementTests {
  @Test(arguments: CapturedMachine.all)
  func countsAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let judge = Judge(directory: try machine.directory)
    #expect(topology.packages == (try judge.count("package")))
    #expect(topology.cores == (try judge.count("core")))
    #expect(topology.cpus.count == (try judge.count("pu")))
    #expect(topology.nodes.count == (try judge.count("numa")))
    #expect(topology.coreCPUs.count == topology.cores)
    #expect(topology.packageCPUs.count == topology.packages)
  }

  @Test(arguments: CapturedMachine.all)
  func setsAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let root = try #require(try Judge(directory: machine.directory).objects("machine").first)
    #expect(topology.cpus == (try Judge.set(root["cpuset"])))
    #expect(topology.allowedCPUs == (try Judge.set(root["allowed cpuset"])))
    #expect(topology.allowedNodes == (try Judge.set(root["allowed nodeset"])))
    #expect(topology.offlineCPUs.intersection(topology.cpus).isEmpty)
    // Without --disallowed the tools show what is left: the same as our allowed sets.
    let left = try Judge(directory: machine.directory).objects("pu", disallowed: false)
    #expect(topology.allowedCPUs == CPUSet(left.compactMap { $0["os index"].flatMap { Int($0) } }))
  }

  @Test(arguments: CapturedMachine.all)
  func nodesAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let judged = try Judge(directory: machine.directory).objects("numa")
    #expect(Set(topology.nodes.map(\.id)) == Set(judged.compactMap { $0["os index"].flatMap { Int($0) } }))
    for object in judged {
      let id = try #require(object["os index"].flatMap { Int($0) })
      let node = try #require(topology.node(id))
      #expect(node.nearCPUs == (try Judge.set(object["cpuset"])))
      #expect(node.cpus.isEmpty == node.memoryOnly)
      if !node.memoryOnly { #expect(node.cpus == node.nearCPUs) }
      #expect(node.memoryBytes == object["local memory"].flatMap { UInt64($0) })
      #expect(node.kind == object["subtype"])
    }
  }

  @Test(arguments: CapturedMachine.all)
  func cachesAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let judge = Judge(directory: try machine.directory)
    var seen = 0
    for level in 1...5 {
      for (suffix, kinds) in [("", [Topology.Cache.Kind.data, .unified]), ("i", [.instruction])] {
        let type = "l\(level)\(suffix)cache"
        let ours = topology.caches.filter { $0.level == level && kinds.contains($0.kind) }
        if suffix == "i" && level > 3 { continue }
        guard try judge.count(type) > 0 else {
          #expect(ours.isEmpty, "\(type)")
          continue
        }
        let judged = try judge.objects(type).map {
          "\(try Judge.set($0["cpuset"])) \($0["attr cache size"] ?? "unknown")"
        }
        #expect(
          Set(ours.map { "\($0.cpus) \($0.bytes.map(String.init) ?? "unknown")" }) == Set(judged), "\(type)")
        #expect(ours.count == judged.count, "\(type)")
        seen += ours.count
      }
    }
    #expect(seen == topology.caches.count)
  }

  @Test(arguments: CapturedMachine.all)
  func coresAndPackagesAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let judge = Judge(directory: try machine.directory)
    let cores = try judge.objects("core").map { try Judge.set($0["cpuset"]) }
    let packages = try judge.objects("package").map { try Judge.set($0["cpuset"]) }
    #expect(Set(topology.coreCPUs) == Set(cores))
    #expect(Set(topology.packageCPUs) == Set(packages))
    #expect(topology.coreCPUs.reduce(CPUSet()) { $0.union($1) } == topology.cpus)
  }

  @Test(arguments: CapturedMachine.all)
  func coreKindsAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let output = try Judge(directory: machine.directory).run(
      "lstopo-no-graphics", ["--disallowed", "--cpukinds"])
    let sets = try output.split(separator: "\n").filter { $0.hasPrefix("CPU kind") }
      .map { try Judge.set($0.split(separator: " ").last.map(String.init)) }
    #expect(Set(topology.coreKinds.map(\.cpus)) == (sets.count > 1 ? Set(sets) : []))
    #expect(Set(topology.coreKinds.map(\.name)).count == topology.coreKinds.count)
  }

  @Test(arguments: CapturedMachine.all)
  func distancesAgree(machine: CapturedMachine) throws {
    let topology = try Topology.read(fsroot: machine.directory)
    let output = try Judge(directory: machine.directory).run(
      "lstopo-no-graphics", ["--disallowed", "--distances", "-p"])
    var numbers: [Int] = []
    var judged: [Int: [Int]] = [:]
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      let values = words.compactMap { Int($0) }
      if words.first == "index" {
        numbers = values
      } else if !numbers.isEmpty && values.count == numbers.count + 1 {
        judged[values[0]] = Array(values.dropFirst())
      }
    }
    #expect(topology.distances.count == judged.count)
    for (row, from) in topology.nodes.enumerated() where !judged.isEmpty {
      let ours = topology.distances[row]
      for (column, to) in topology.nodes.enumerated() {
        let place = try #require(numbers.firstIndex(of: to.id))
        #expect(ours[column] == judged[from.id]?[place])
      }
    }
  }

  @Test func thisMachineAgrees() throws {
    let topology = try Topology.read()
    let judge = Judge(directory: nil)
    #expect(topology.packages == (try judge.count("package")))
    #expect(topology.cores == (try judge.count("core")))
    #expect(topology.cpus.count == (try judge.count("pu")))
    #expect(topology.nodes.count == (try judge.count("numa")))
  }
}
