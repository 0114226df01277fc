import Testing

@testable import MigrationBenchmark

/// On what virsh 9.0.0 printed.
@Suite struct DomainJobTests {
  private static let completed = """
    Job type:         Completed   
    Operation:        Incoming migration
    Time elapsed:     783          ms
    Time elapsed w/o network: 776          ms
    Data processed:   613.118 KiB
    Data remaining:   0.000 B
    Data total:       64.508 MiB
    Memory bandwidth: 35.344 MiB/s
    Dirty rate:       0            pages/s
    Page size:        4096         bytes
    Iteration:        2           
    Total downtime:   36           ms
    Downtime w/o network: 29           ms
    Setup time:       6            ms
    """
  private static let raw = """
    Job type: 3

    operation: 4
    time_elapsed: 957
    time_elapsed_net: 952
    downtime: 30
    downtime_net: 25
    data_processed: 644288
    data_remaining: 0
    memory_bps: 1479910
    memory_dirty_rate: 12
    memory_iteration: 3
    """

  @Test func itReadsWhatPeopleRead() throws {
    let job = try #require(DomainJob(Self.completed))
    #expect(job.kind == .completed)
    #expect(job.elapsed == 0.783 && job.elapsedWithoutNetwork == 0.776)
    #expect(job.downtime == 0.036 && job.downtimeWithoutNetwork == 0.029)
    #expect(job.transferred == 613.118 * 1024 && job.remaining == 0)
    #expect(job.throughput == 35.344 * 1_048_576)
    #expect(job.rounds == 2 && job.dirtyRate == 0)
    #expect(job.values["memory_page_size"] == 4096)
  }

  @Test func itReadsTheExactNumbers() throws {
    let job = try #require(DomainJob(Self.raw))
    #expect(job.kind == .completed)
    #expect(job.elapsed == 0.957 && job.downtime == 0.03 && job.downtimeWithoutNetwork == 0.025)
    #expect(job.transferred == 644288 && job.throughput == 1_479_910)
    #expect(job.rounds == 3 && job.dirtyRate == 12)
  }

  @Test func itKeepsWhatItDoesNotKnowAndLeavesOutWhatIsNoNumber() throws {
    let job = try #require(
      DomainJob("Job type: 2\nfuture_field: 17\ndowntime: soon\ntime_elapsed: nan\nsize: 3 furlongs\nnoise"))
    #expect(job.kind == .unbounded)
    #expect(job.values == ["future_field": 17])
    #expect(job.downtime == nil && job.elapsed == nil && job.transferred == nil)
  }

  @Test(arguments: [
    ("None", DomainJob.Kind.none), ("Unbounded", .unbounded), ("Failed", .failed), ("Cancelled", .cancelled),
    ("0", .none), ("5", .cancelled), ("9", .unknown), ("-1", .unknown), ("Paused", .unknown),
  ])
  func itKnowsTheKinds(word: String, kind: DomainJob.Kind) {
    #expect(DomainJob("Job type:         \(word)")?.kind == kind)
  }

  @Test(arguments: ["", "\n", "error: failed", "time_elapsed: 3", ":::"])
  func withoutAKindItIsNone(text: String) { #expect(DomainJob(text) == nil) }
}
