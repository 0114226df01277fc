import Platform
import TestSupport
import Testing

@testable import Host

struct CapabilitySurveyTests {
  private static func survey(_ files: [String: String]) throws -> [String: Capability] {
    let tree = try TemporaryTree(TopologyTests.cpus(2, threads: 1).merging(files) { $1 })
    let report = try HostReport.read(fsroot: tree.path)
    return Dictionary(uniqueKeysWithValues: report.capabilities.map { ($0.name, $0) })
  }

  @Test func aCapturedMachineSaysWhatItsFilesSay() throws {
    let found = try Self.survey([
      "sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages": "4\n",
      "sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages": "0\n",
      "sys/kernel/mm/transparent_hugepage/enabled": "always madvise [never]\n",
      "proc/sys/fs/aio-max-nr": "65536\n", "proc/sys/fs/aio-nr": "65000\n",
      "proc/sys/kernel/io_uring_disabled": "2\n",
      "proc/mounts": "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n",
      "sys/fs/cgroup/cgroup.controllers": "cpuset cpu io\n",
    ])
    #expect(found["memory.huge_pages"]?.available == .no)
    #expect(found["memory.thp"]?.available == .no)
    #expect(found["memory.numa_matrix"]?.available == .no)
    #expect(found["aio.libaio"]?.available == .no)
    #expect(found["aio.io_uring"]?.available == .no)
    #expect(found["scheduler.cpusets"]?.available == .yes)
    for name in [
      "memory", "memory.bind", "scheduler", "scheduler.fifo", "compression", "migration", "counters",
    ] {
      #expect(found[name]?.available == .unknown, "\(name)")
    }
    for capability in found.values where capability.available == .no {
      #expect(!capability.reason.isEmpty)
      #expect(capability.advice?.isEmpty != true)
    }
  }

  @Test func anEmptyCaptureLeavesEverythingItCannotTellUnknown() throws {
    let found = try Self.survey([:])
    for name in ["memory.huge_pages", "memory.thp", "aio", "aio.libaio", "aio.io_uring", "scheduler.cpusets"]
    {
      #expect(found[name]?.available == .unknown, "\(name)")
    }
  }

  @Test func everyBenchmarkIsAnsweredOnThisMachine() throws {
    let report = try HostReport.read()
    let names = report.capabilities.map(\.name)
    #expect(Set(["memory", "scheduler", "aio", "compression", "migration"]).isSubset(of: names))
    #expect(Set(names).count == names.count)
    #expect(report.capabilities.allSatisfy { !$0.reason.isEmpty && !$0.reason.contains("captured") })
  }

  @Test func rightsAreReadFromTheStatusFile() throws {
    let tree = try TemporaryTree([
      "proc/self/status": "Name:\tx\nCapEff:\t0000000000800000\n",
      "proc/self/limits":
        "Max nice priority  0  0\nMax realtime priority     42                   99                   \n",
    ])
    let rights = try #require(ProcessRights(root: HostRoot(directory: tree.path)))
    #expect(rights.has(.sysNice))
    #expect(!rights.has(.sysAdmin))
    #expect(rights.realtimePriorityLimit == 42)
  }
}
