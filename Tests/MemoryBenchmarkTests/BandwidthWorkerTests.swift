import Experiment
import Platform
import Testing

@testable import MemoryBenchmark

@Suite("Bandwidth worker on this machine")
struct BandwidthWorkerTests {
  private func workload(
    _ location: Location = Live.location(1), pages: PageKind = .base, instructions: InstructionSet = .scalar,
    loops: [LoopChoice] = [LoopChoice(kernel: .triad, store: .ordinary, primary: true)],
    bytesBeyondCaches: Int = 64 << 10
  ) -> BandwidthWorkload {
    BandwidthWorkload(
      location: location, arrayBytes: 64 << 10, bytesBeyondCaches: bytesBeyondCaches, pages: pages,
      instructions: instructions, loops: loops, window: 0.001)
  }

  private static let allLoops = StreamKernel.allCases.flatMap { kernel in
    (kernel.stores ? StoreKind.allCases : [.ordinary]).map {
      LoopChoice(kernel: kernel, store: $0, primary: kernel == .copy)
    }
  }

  @Test(
    "Every loop of every instruction set gives one labelled rate, in order",
    arguments: InstructionSet.supported)
  func allLoops(_ instructions: InstructionSet) throws {
    let context = WorkerContext()
    let measurements = try MemoryBenchmark.measure(
      .bandwidth(workload(instructions: instructions, loops: Self.allLoops)), in: context)
    try #require(measurements.count == Self.allLoops.count)
    for (choice, measurement) in zip(Self.allLoops, measurements) {
      #expect(measurement.id == "memory.bandwidth")
      #expect(measurement.unit == "B/s")
      #expect(measurement.better == .higher)
      #expect(measurement.role == (choice.kernel == .copy ? .primary : .informational))
      #expect(measurement.value.isFinite && measurement.value > 0)
      #expect(
        measurement.labels == [
          "kernel": choice.kernel.rawValue, "store": choice.store.rawValue, "isa": instructions.rawValue,
          "pages": "4k", "threads": "1", "cpu_node": "7", "memory_node": "8",
          "bus_factor": BusFactor.text(choice.kernel.busBytesPerCountedByte(choice.store)),
        ])
    }
    #expect(Set(measurements.map(\.key)).count == measurements.count)
    #expect(try #require(context.noise.window) > 0)
    #expect(context.warnings.isEmpty)
  }

  @Test("Arrays that the caches hold in part are measured, with a warning that says what would not be")
  func arraysInCaches() throws {
    let context = WorkerContext()
    let measurements = try BandwidthWorker(workload(bytesBeyondCaches: (64 << 10) + 1)).measure(in: context)
    #expect(measurements.count == 1)
    #expect(
      context.warnings.map(\.message) == [
        "arrays of 64 KiB fit into the caches, in part at least: the bandwidth is not that of memory"
      ])
  }

  @Test("Threads share the arrays", .enabled(if: Live.cpus.count > 1, "needs two CPUs"))
  func twoThreads() throws {
    let measurements = try BandwidthWorker(workload(Live.location(2), loops: Self.allLoops)).measure(
      in: WorkerContext())
    #expect(measurements.count == Self.allLoops.count)
    for measurement in measurements {
      #expect(measurement.labels["threads"] == "2")
      #expect(measurement.value.isFinite && measurement.value > 0)
    }
  }

  @Test("Bound memory is measured", .enabled(if: Live.bindableNode != nil, "memory cannot be bound here"))
  func bound() throws {
    let location = Live.location(1, node: Live.bindableNode)
    #expect(try BandwidthWorker(workload(location)).measure(in: WorkerContext()).count == 1)
  }

  @Test("An instruction set that this CPU has not is no fault")
  func unsupported() throws {
    let absent = try #require(InstructionSet.allCases.first { !$0.isSupported })
    let reason = try Live.reason {
      try BandwidthWorker(workload(instructions: absent)).measure(in: WorkerContext())
    }
    #expect(reason == "this CPU has no \(absent.rawValue)")
  }

  @Test("A kernel that does not store has no streaming loop, which is not the CPU's fault")
  func noSuchStore() throws {
    let loops = [LoopChoice(kernel: .read, store: .streaming, primary: true)]
    let reason = try Live.reason { try BandwidthWorker(workload(loops: loops)).measure(in: WorkerContext()) }
    #expect(reason == "read stores nothing: take --store ordinary")
  }

  @Test(
    "Where the instruction set has no streaming stores, that is what is said",
    .enabled(
      if: StreamLoop(.fill, .streaming, .scalar) == nil, "scalar code has streaming stores on this CPU"))
  func noStreamingStores() throws {
    let loops = [LoopChoice(kernel: .fill, store: .streaming, primary: true)]
    let reason = try Live.reason { try BandwidthWorker(workload(loops: loops)).measure(in: WorkerContext()) }
    #expect(reason == "scalar has no streaming stores on this CPU: take another --store or --isa")
  }

  @Test(
    "An empty pool of huge pages is named",
    .enabled(if: Live.hasNoHugePages, "this machine has free 2 MiB pages, or does not tell"))
  func emptyPool() throws {
    let reason = try Live.reason {
      try BandwidthWorker(workload(pages: .huge2M)).measure(in: WorkerContext())
    }
    #expect(
      reason == """
        cannot map 2 MiB of 2m pages: not enough memory (ENOMEM); no free huge pages: reserve some in \
        /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages, or use --pages thp
        """)
  }

  @Test("CPUs that do not exist are a failure of the system call, not a value")
  func absentCPU() {
    let absent = Location(cpus: [CPUSet.largestNumber - 1], bindNode: nil, cpuNode: "0", memoryNode: "0")
    #expect(throws: SystemError.self) { try BandwidthWorker(workload(absent)).measure(in: WorkerContext()) }
  }
}
