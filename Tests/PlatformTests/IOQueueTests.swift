import Glibc
import Platform
import Statistics
import Testing

/// The engines on a real file. Buffered, so that any file system will do.
@Suite(.timeLimit(.minutes(10))) struct IOQueueTests {
  private static let blockBytes = 4_096
  private static let blocks = 64

  /// io_uring may be switched off here, by a sysctl or a container.
  private static let engines: [IOJob.Engine] = [.libaio, .uring, .sync].filter { engine in
    var job = IOJob(blocks: 1, blockBytes: 512)
    job.engine = engine
    guard let file = try? file(bytes: 512), let memory = try? MemoryBuffer(byteCount: 512, pages: .base)
    else {
      return false
    }
    return IOQueue.run(job, on: file, memory: memory, from: 0, seconds: 0).failure == nil
  }

  /// A file in which each block of 4 KiB holds its number in every byte.
  private static func file(bytes: Int = blocks * blockBytes, _ mode: DirectFile.Mode = .writes) throws
    -> DirectFile
  {
    let file = try DirectFile(temporaryIn: Console.environment("TMPDIR") ?? "/tmp", mode)
    let buffer = try MemoryBuffer(byteCount: bytes, pages: .base)
    buffer.fillRandom(byteCount: bytes / 8 * 8, seed: 3)
    try file.write(buffer, byteCount: bytes, at: 0)
    return file
  }

  private func run(
    _ file: DirectFile, blocks: Int = blocks, seconds: Double = 0.05, _ change: (inout IOJob) -> Void
  ) throws -> IOQueue.Outcome {
    var job = IOJob(blocks: UInt64(blocks), blockBytes: Self.blockBytes)
    change(&job)
    let memory = try MemoryBuffer(byteCount: job.depth * job.blockBytes, pages: .base)
    memory.fillRandom(byteCount: job.depth * job.blockBytes, seed: 1)
    return IOQueue.run(job, on: file, memory: memory, from: Clock.now(), seconds: seconds)
  }

  @Test(arguments: engines, [1, 8])
  func everyRequestThatEndsIsCountedOnce(engine: IOJob.Engine, depth: Int) throws {
    let outcome = try run(Self.file()) {
      $0.engine = engine
      $0.depth = engine == .sync ? 1 : depth
      $0.writePercent = 30
    }
    #expect(outcome.failure == nil)
    #expect(outcome.reads.total > 0 && outcome.writes.total > 0)
    #expect(outcome.complete.total == outcome.reads.total + outcome.writes.total)
    #expect(outcome.operations == Int(outcome.complete.total))
    #expect(outcome.window > 0.02)
    // Little's law: never more in flight than asked for.
    #expect(outcome.depthHeld > 0 && outcome.depthHeld <= Double(depth) * 1.001)
    #expect(outcome.userSeconds + outcome.systemSeconds > 0)
  }

  @Test(arguments: [IOJob.Completion.syscall, .ring], [1, 4, 16])
  func batchesAndTheSharedRingLoseNothing(completion: IOJob.Completion, batch: Int) throws {
    let outcome = try run(Self.file()) {
      $0.depth = 16
      $0.batch = batch
      $0.completion = completion
    }
    #expect(outcome.failure == nil)
    #expect(outcome.operations > 16)
    #expect(outcome.submit.total >= outcome.complete.total - 16)
  }

  /// More arrivals than can be served: a loop that waited for the device would not show how late they are.
  @Test(arguments: engines)
  func arrivalsKeepTheirRateAndLatenessCounts(engine: IOJob.Engine) throws {
    let outcome = try run(Self.file(), seconds: 0.2) {
      $0.engine = engine
      $0.depth = engine == .sync ? 1 : 8
      $0.rate = 500
    }
    #expect(outcome.failure == nil)
    // 100 arrivals fall into the window, whatever each takes; those before and after it may be in or out.
    #expect((80...120).contains(outcome.operations))
    let flooded = try run(Self.file(), seconds: 0.1) {
      $0.engine = engine
      $0.rate = 5_000_000
    }
    let fastest = try #require(flooded.complete.minimum)
    #expect(try #require(flooded.reads.maximum) > 1_000 * fastest / 100)
    #expect(flooded.depthHeld > 1)
  }

  @Test(arguments: [IOJob.Sync.fsync, .fdatasync])
  func everyWriteIsFlushed(sync: IOJob.Sync) throws {
    let outcome = try run(Self.file()) {
      $0.writePercent = 100
      $0.sync = sync
    }
    #expect(outcome.failure == nil)
    #expect(outcome.syncs > 0)
    #expect(abs(outcome.syncs - outcome.operations) <= 2)
  }

  @Test(arguments: engines)
  func aReadBeyondTheEndIsAShortOneWithItsPlace(engine: IOJob.Engine) throws {
    let outcome = try run(Self.file(bytes: Self.blockBytes + 512), blocks: 2, seconds: 10) {
      $0.engine = engine
    }
    let failure = try #require(outcome.failure)
    #expect(failure.stage == .short && failure.offset == UInt64(Self.blockBytes) && failure.moved == 512)
    #expect(failure.description == "read of 4096 bytes at byte 4096: only 512 were moved")
  }

  @Test(arguments: engines)
  func aWriteToAFileThatIsOnlyReadFails(engine: IOJob.Engine) throws {
    let writable = try Self.file()
    let file = try DirectFile(writable.pathForOthers, [])
    let outcome = try run(file, seconds: 10) {
      $0.engine = engine
      $0.writePercent = 100
    }
    let failure = try #require(outcome.failure)
    #expect(failure.code == EBADF && failure.isWrite)
    #expect(failure.stage == .submit || failure.stage == .complete)
  }

  /// /dev/full takes nothing: what an operator sees when the disk is full.
  @Test func noSpaceIsTheErrorWithTheByte() throws {
    let outcome = try run(try DirectFile("/dev/full", .writes), seconds: 10) {
      $0.engine = .sync
      $0.writePercent = 100
    }
    let failure = try #require(outcome.failure)
    #expect(failure.code == ENOSPC && failure.stage == .complete)
    #expect(failure.description.hasSuffix("no space left on the device (ENOSPC)"))
  }

  @Test func moreRequestsThanTheKernelHasRoomForAreASetUpFailure() throws {
    let limit = try #require(Files.fact("/proc/sys/fs/aio-max-nr").flatMap { Int($0) })
    try #require(limit < 1 << 21, "this host allows more than can be asked for here")
    let outcome = try run(Self.file()) { $0.depth = limit + 1 }
    #expect(outcome.failure?.stage == .setUp)
    #expect(outcome.operations == 0)
  }
}
