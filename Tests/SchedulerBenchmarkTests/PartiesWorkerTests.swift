import Experiment
import Platform
import Testing

@testable import SchedulerBenchmark

@Suite("Workers of switch, core_to_core and messaging on this machine")
struct PartiesWorkerTests {
  /// CPUs that this process may use.
  private static let cpus = (try? Affinity.current().numbers) ?? []
  /// "operation not permitted" and "resource temporarily unavailable" and "too many open files" (errno(3)).
  private static let tryAgain: Int32 = 11
  private static let tooManyFiles: Int32 = 24

  private func turns(_ kinds: [TokenExchange.Kind]) -> [SwitchWorkload.Turn] {
    kinds.flatMap { kind in
      PartyKind.allCases.map { SwitchWorkload.Turn(kind: kind, between: $0, primary: kind == .pipe) }
    }
  }

  private func switchWorkload(pair: [Int]?, _ pairing: String, _ kinds: [TokenExchange.Kind])
    -> SwitchWorkload
  {
    SwitchWorkload(pair: pair, cpus: Self.cpus, pairing: pairing, turns: turns(kinds), window: 0.001)
  }

  @Test("On one CPU every kind hands over, between threads and between processes")
  func switchOnOneCPU() throws {
    let cpu = try #require(Self.cpus.first)
    let workload = switchWorkload(pair: [cpu, cpu], "same_cpu", TokenExchange.Kind.allCases)
    let context = WorkerContext()
    let measurements = try SchedulerBenchmark.measure(.switch(workload), in: context)
    try #require(measurements.count == 8)
    for (turn, measurement) in zip(workload.turns, measurements) {
      #expect(measurement.id == "scheduler.switch")
      #expect(measurement.unit == "s")
      #expect(measurement.better == .lower)
      #expect(measurement.role == (turn.primary ? .primary : .informational))
      #expect(
        measurement.labels == [
          "kind": turn.kind.rawValue, "between": turn.between.rawValue, "pairing": "same_cpu",
          "from": String(cpu), "to": String(cpu),
        ])
      // Two switches cannot take less than a few cycles.
      #expect(measurement.value.isFinite && measurement.value > 1e-9)
    }
    #expect(try #require(context.noise.window) > 0)
    #expect(context.noise.involuntarySwitches == nil)
  }

  @Test("Where the scheduler decides, all CPUs are named")
  func switchAnywhere() throws {
    let measurements = try SchedulerBenchmark.measure(
      .switch(switchWorkload(pair: nil, "free", [.pipe, .futex, .eventfd])), in: WorkerContext())
    #expect(measurements.count == 6)
    for measurement in measurements {
      #expect(measurement.value.isFinite && measurement.value > 1e-9)
      #expect(measurement.labels["from"] == CPUSet(Self.cpus).description)
      #expect(measurement.labels["to"] == measurement.labels["from"])
    }
  }

  @Test("A CPU that does not exist is said to be so", arguments: PartyKind.allCases)
  func noSuchCPU(_ kind: PartyKind) throws {
    let absent = CPUSet([4_000])
    let error = #expect(throws: SystemError.self) {
      try TokenExchange.run(.pipe, between: kind, on: (absent, absent), window: 0.001)
    }
    let one = kind == .threads ? "a thread" : "a process"
    #expect(error?.description == "cannot pin \(one) to CPU 4000: not accepted by the kernel (EINVAL)")
  }

  @Test("What the kernel refuses is named with the means and the parties")
  func refusedSwitch() throws {
    let workload = switchWorkload(pair: nil, "free", [.eventfd])
    let error = #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in
        operation.hasPrefix("hand a token") ? Self.tryAgain : nil
      }) { try SchedulerBenchmark.measure(.switch(workload), in: WorkerContext()) }
    }
    #expect(
      error?.description
        == "cannot hand a token over by eventfd between threads: resource temporarily unavailable (EAGAIN)")
  }

  @Test(
    "Each pair gives a time, each class two medians",
    .enabled(if: PartiesWorkerTests.cpus.count > 1, "only one CPU may be used"))
  func coreToCore() throws {
    let pair = Array(Self.cpus.prefix(2))
    let workload = CoreToCoreWorkload(
      groups: [CoreToCoreWorkload.Group(pairing: .sameCache, cpus: pair)], window: 0.0001, seed: 1)
    // Others may keep one of the CPUs busy for longer than a bounce waits: then it says so, and is asked again.
    let measurements = try again {
      try SchedulerBenchmark.measure(.coreToCore(workload), in: WorkerContext())
    }
    #expect(
      measurements.map(\.id) == [
        "scheduler.core_to_core", "scheduler.core_to_core_class", "scheduler.core_to_core_swap",
      ])
    #expect(
      measurements[0].labels == ["from": String(pair[0]), "to": String(pair[1]), "pairing": "same_cache"])
    #expect(measurements[1].labels == ["pairing": "same_cache"])
    #expect(measurements.map(\.role) == [.informational, .primary, .informational])
    // The median of one pair is its own value.
    #expect(measurements[1].value == measurements[0].value)
    #expect(measurements.allSatisfy { $0.value.isFinite && $0.value > 1e-10 })
  }

  private func again(_ body: () throws -> [Measurement]) throws -> [Measurement] {
    for _ in 0..<20 {
      do { return try body() } catch is SampleFailure { continue }
    }
    return try body()
  }

  @Test("Messages a second", arguments: GroupMessaging.Transport.allCases, PartyKind.allCases)
  func messaging(_ transport: GroupMessaging.Transport, _ between: PartyKind) throws {
    let workload = MessagingWorkload(
      transport: transport, between: between, groups: 2, senders: 3, cpus: Self.cpus, window: 0.001)
    let context = WorkerContext()
    let measurements = try SchedulerBenchmark.measure(.messaging(workload), in: context)
    try #require(measurements.count == 1)
    #expect(measurements[0].id == "scheduler.messaging")
    #expect(measurements[0].unit == "op/s")
    #expect(measurements[0].better == .higher)
    #expect(measurements[0].role == .primary)
    #expect(
      measurements[0].labels == [
        "transport": transport.rawValue, "between": between.rawValue, "groups": "2", "senders": "3",
      ])
    #expect(measurements[0].value.isFinite && measurements[0].value > 0)
    #expect(try #require(context.noise.window) > 0)
  }

  @Test("Too few descriptors: the reason says what to raise")
  func tooFewDescriptors() throws {
    let workload = MessagingWorkload(
      transport: .pipe, between: .threads, groups: 1, senders: 2, cpus: Self.cpus, window: 0.001)
    let reason = #expect(throws: NotMeasurable.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation == "open" ? Self.tooManyFiles : nil }) {
        try SchedulerBenchmark.measure(.messaging(workload), in: WorkerContext())
      }
    }
    #expect(
      reason?.description
        == "cannot open 5 more files: too many open files (EMFILE); raise the hard limit (ulimit -Hn)")
    // More than any limit of descriptors.
    let huge = GroupMessaging(.pipe, groups: 1 << 15, senders: 1 << 15)
    let error = #expect(throws: SystemError.self) { try huge.allowDescriptors() }
    #expect(error?.code == Self.tooManyFiles)
  }
}
