import Experiment
import Platform
import Testing

@testable import MemoryBenchmark

@Suite("Allocation: refusals with advice")
struct AllocationTests {
  /// The reason when mapping fails with a code, or binding does.
  private func reason(
    _ pages: PageKind, node: Int? = nil, failing operation: String, with code: Int32
  ) throws -> String? {
    try Live.reason {
      try SystemCall.withForcedFailures({ name, _ in name.hasPrefix(operation) ? code : nil }) {
        _ = try Allocation.attempt(pages, node: node) {
          try MemoryBuffer(byteCount: 4096, pages: pages, node: node)
        }
        return []
      }
    }
  }

  @Test("Forbidden binding names mbind")
  func forbiddenBinding() throws {
    #expect(
      try reason(.base, node: 3, failing: "bind memory", with: Live.notPermitted) == """
        cannot bind memory to NUMA node 3: operation not permitted (EPERM); memory binding is forbidden here \
        (a container's seccomp filter?); run on the host or allow mbind
        """)
  }

  @Test("A forbidden binding makes every worker that binds not measurable", .enabled(if: !Live.cpus.isEmpty))
  func workers() throws {
    let location = Live.location(1, node: 0)
    let workloads: [MemoryWorkload] = [
      .bandwidth(
        BandwidthWorkload(
          location: location, arrayBytes: 64 << 10, bytesBeyondCaches: 0, pages: .base, instructions: .scalar,
          loops: [LoopChoice(kernel: .read, store: .ordinary, primary: true)], window: 0.001)),
      .latency(
        LatencyWorkload(
          location: location, pages: .base,
          points: [LatencyWorkload.Point(bytes: 64 << 10, level: "L2", primary: true)], lineBytes: 64,
          window: 0.001, seed: 1)),
    ]
    for workload in workloads {
      let reason = try Live.reason {
        try SystemCall.withForcedFailures({ name, _ in name.hasPrefix("bind memory") ? Live.notPermitted : nil
        }) {
          try MemoryBenchmark.measure(workload, in: WorkerContext())
        }
      }
      #expect(reason?.hasSuffix("run on the host or allow mbind") == true)
    }
  }

  @Test("A node that does not exist or is too full is named", arguments: [22, 12])
  func badNode(code: Int32) throws {
    let reason = try reason(.base, node: 63, failing: "bind memory", with: code)
    #expect(reason?.hasPrefix("cannot bind memory to NUMA node 63: ") == true)
    #expect(
      reason?.hasSuffix(
        "; node 63 has too little memory, or this process may not use it (cpuset.mems of its cgroup); lower --memory or --array-size"
      ) == true)
  }

  @Test(
    "Missing huge pages name their pool",
    arguments: [(PageKind.huge2M, "2048kB", "2 MiB of 2m"), (PageKind.huge1G, "1048576kB", "1024 MiB of 1g")])
  func hugePages(_ pages: PageKind, size: String, what: String) throws {
    #expect(
      try reason(pages, failing: "map", with: Live.notEnoughMemory) == """
        cannot map \(what) pages: not enough memory (ENOMEM); no free huge pages: reserve some in \
        /sys/kernel/mm/hugepages/hugepages-\(size)/nr_hugepages, or use --pages thp
        """)
  }

  @Test("Too little memory says what to lower")
  func memory() throws {
    #expect(
      try reason(.transparentHuge, failing: "map", with: Live.notEnoughMemory) == """
        cannot map 2 MiB of thp pages: not enough memory (ENOMEM); lower --memory or --array-size, or free memory
        """)
  }

  @Test("Other errors pass unchanged")
  func otherErrors() {
    struct Other: Error {}
    #expect(throws: Other.self) { try Allocation.attempt(.base, node: nil) { throw Other() } }
  }

  @Test("Transparent huge pages of which the kernel does not tell are a warning; base pages need none")
  func unknownHugePages() throws {
    let context = WorkerContext()
    let base = try MemoryBuffer(byteCount: 4096, pages: .base)
    let huge = try MemoryBuffer(byteCount: 4096, pages: .transparentHuge)
    SystemCall.withForcedFailures({ _, subject in subject == "/proc/self/smaps" ? Live.notPermitted : nil }) {
      Allocation.checkHugePages([base], in: context)
      #expect(context.warnings.isEmpty)
      Allocation.checkHugePages([base, huge, huge], in: context)
    }
    #expect(context.warnings.map(\.code) == ["memory.huge_pages_unknown"])
  }

  @Test(
    "Memory on the node that it was bound to passes",
    .enabled(if: Live.bindableNode != nil, "memory cannot be bound here"))
  func boundNode() throws {
    let node = try #require(Live.bindableNode)
    let buffer = try MemoryBuffer(byteCount: 1 << 20, pages: .base, node: node)
    buffer.prefault()
    try Allocation.checkNode([buffer], node: node)
    try Allocation.checkNode([buffer], node: nil)
    #expect(throws: SampleFailure.self) { try Allocation.checkNode([buffer], node: node + 1) }
  }
}
