import Foundation
import Platform
import TestSupport
import Testing

@testable import Host
@testable import Reporting

struct HostTextTests {
  private static func expected(_ name: String) throws -> String {
    try Files.text("\(Bundle.module.bundleURL.path)/Expected/\(name).txt")
  }

  @Test(arguments: ["20em64t-hybrid-1p6c2t+2ca4co1t", "32amd64-4s2n4c-cgroup2"], [80, 120])
  func thePageIsAsExpected(name: String, width: Int) throws {
    let report = try HostReport.read(fsroot: CapturedMachine.named(name).directory)
    let text = HostText.render(report, width: width, color: false)
    #expect(text + "\n" == (try Self.expected("\(name)-\(width)")))
  }

  @Test(arguments: CapturedMachine.all, [72, 80, 120])
  func noLineIsWiderThanThePage(machine: CapturedMachine, width: Int) throws {
    let text = HostText.render(try HostReport.read(fsroot: machine.directory), width: width, color: false)
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }

  @Test func colourChangesNothingButColour() throws {
    let report = try HostReport.read(fsroot: CapturedMachine.named("nvidiagpunumanodes").directory)
    let plain = HostText.render(report, width: 80, color: false)
    let painted = HostText.render(report, width: 80, color: true)
    #expect(painted != plain)
    #expect(painted.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    #expect(!plain.contains("\u{1B}"))
  }

  @Test func aThousandCPUsFitOnAScreen() {
    let packages = (0..<8).map { CPUSet($0 * 128..<($0 + 1) * 128) }
    let cores = (0..<512).map { CPUSet([$0 * 2, $0 * 2 + 1]) }
    let caches = (0..<64).map { index in
      Topology.Cache(level: 3, kind: .unified, bytes: 32 << 20, cpus: CPUSet(index * 16..<(index + 1) * 16))
    }
    let topology = Topology(
      packages: 8, dies: 8, cores: 512, coreCPUs: cores, packageCPUs: packages, cpus: CPUSet(0..<1024),
      offlineCPUs: CPUSet(), allowedCPUs: CPUSet(0..<1024), allowedNodes: CPUSet(0..<8),
      nodes: packages.enumerated().map {
        Topology.Node(id: $0, cpus: $1, memoryBytes: 256 << 30, memoryOnly: false)
      },
      distances: [], caches: caches, coreKinds: [])
    let lines = HostTreeLines.lines(of: topology)
    #expect(lines.count <= 28)
    #expect(lines.contains { $0.text == "8 x L3 32 MiB: 8 cores" })
    #expect(lines.contains { $0.text == "Package 7 · Node 7, 256 GiB" })
  }

  /// A machine of half-known caches: what tells the cores apart is said below the drawing, not in every line.
  @Test func coresThatDifferByTheirCachesHaveNamesOfTheirOwn() {
    let cpus = CPUSet(0..<6)
    let topology = Topology(
      packages: 1, dies: 1, cores: 5,
      coreCPUs: [CPUSet([0]), CPUSet([1]), CPUSet([2]), CPUSet([3]), CPUSet([4, 5])],
      packageCPUs: [cpus], cpus: cpus, offlineCPUs: CPUSet(), allowedCPUs: cpus, allowedNodes: CPUSet([0]),
      nodes: [Topology.Node(id: 0, cpus: cpus, memoryBytes: 1 << 30, memoryOnly: false)], distances: [],
      caches: [0, 1].map { Topology.Cache(level: 1, kind: .data, bytes: 32 << 10, cpus: CPUSet([$0])) },
      coreKinds: [])
    #expect(
      HostCoreClasses(topology: topology).all.map(\.name) == ["type-A core", "type-B core", "2-thread core"])
    let lines = HostTreeLines.lines(of: topology).map(\.text)
    #expect(lines.contains("2 type-A cores"))
    #expect(lines.contains("2 type-B cores"))
    #expect(lines.contains("1 2-thread core"))
  }

  @Test func aRegularStrideIsToldAsSuch() {
    #expect(HostText.list(CPUSet([0, 4, 8, 12])) == "0-12 step 4")
    #expect(HostText.list(CPUSet([0, 4, 8])) == "0,4,8")
    #expect(HostText.list(CPUSet(0..<8)) == "0-7")
  }

  @Test func amountsAreRoundedForPeople() {
    #expect(HostText.memory(nil) == "memory unknown")
    #expect(HostText.memory(1 << 30) == "1 GiB")
    #expect(HostText.memory(25_276_502_016) == "23.5 GiB")
    #expect(HostText.memory(0) == "no memory")
    let cache = Topology.Cache(level: 2, kind: .unified, bytes: 1280 << 10, cpus: CPUSet())
    #expect(HostText.cache(cache) == "L2 1.25 MiB")
  }

  /// A capture comes from somebody else.
  @Test func whatACaptureSaysDoesNotSteerTheTerminal() throws {
    let evil = "a\u{1B}[2Jb\u{7}\u{202E}\u{9B}31m"
    var files = TopologyTests.cpus(4)
    files["proc/cpuinfo"] = "processor : 0\nmodel name : \(evil)\n"
    for name in ["proc/sys/kernel/hostname", "proc/cmdline", "proc/sys/kernel/osrelease"] {
      files[name] = evil
    }
    let tree = try TemporaryTree(files)
    let report = try HostReport.read(fsroot: tree.path)
    for width in [60, 200] {
      let text = HostText.render(report, width: width, color: false)
      #expect(text.contains("a\u{FFFD}[2Jb"))
      #expect(
        !text.unicodeScalars.contains {
          $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
        })
    }
  }

  @Test func moreMemoryThanNumbersHoldIsNoCrash() throws {
    var files = TopologyTests.cpus(2, threads: 1)
    files["sys/devices/system/node/online"] = "0-1\n"
    for node in 0...1 {
      files["sys/devices/system/node/node\(node)/cpumap"] = "\(node + 1)\n"
      files["sys/devices/system/node/node\(node)/meminfo"] =
        "Node \(node) MemTotal: 18014398509481983 kB\n"
    }
    let tree = try TemporaryTree(files)
    let report = try HostReport.read(fsroot: tree.path)
    #expect(report.topology.memoryBytes == UInt64.max)
    #expect(HostText.render(report, width: 80, color: false).contains("Machine, 16384 PiB"))
  }

  @Test func aMachineOfWhichLittleIsKnownIsPrinted() throws {
    let tree = try TemporaryTree(["sys/devices/system/cpu/cpu0/topology/core_siblings": ""])
    let text = HostText.render(try HostReport.read(fsroot: tree.path), width: 80, color: false)
    #expect(text.contains("memory unknown"))
    #expect(text.contains("unknown"))
  }
}
