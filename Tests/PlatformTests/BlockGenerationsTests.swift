import CPlatform
import Glibc
import Testing

@testable import Platform

@Suite struct BlockGenerationsTests {
  @Test func theLoopAndTheReaderSeeTheSameWords() throws {
    let directory = try TemporaryDirectory()
    let file = try MappedFile(creating: directory("journal"), byteCount: 3 * 4_096)
    let generations = BlockGenerations(in: file, acknowledgedAt: 4_096, issuedAt: 8_192, count: 5, seed: 9)
    let journal = unsafe generations.journal
    #expect(unsafe journal.seed == 9)
    unsafe assay_journal_set(journal.issued + 4, 0x0102_0304)
    unsafe assay_journal_set(journal.acknowledged + 3, 7)
    #expect((0..<5).map(generations.issued) == [0, 0, 0, 0, 0x0102_0304])
    #expect((0..<5).map(generations.acknowledged) == [0, 0, 0, 7, 0])
    #expect(file.bytes(8_208..<8_212) == [4, 3, 2, 1])
    generations.issue(8, of: 3)
    generations.acknowledge(8, of: 3)
    #expect(unsafe assay_journal_get(journal.issued + 3) == 8)
    #expect(unsafe assay_journal_get(journal.acknowledged + 3) == 8)
  }

  @Test func theWordsStayAsLongAsTheyAreUsed() throws {
    let directory = try TemporaryDirectory()
    let generations = BlockGenerations(
      in: try MappedFile(creating: directory("journal"), byteCount: 64), acknowledgedAt: 0, issuedAt: 32,
      count: 8, seed: 1)
    generations.issue(1, of: 7)
    #expect(generations.issued(7) == 1)
    #expect(try Files.bytes(directory("journal"))[60] == 1)
  }

  /// Runs writes that are acknowledged as each ends; `hole` takes a page that nobody uses out of the mapping, so that
  /// bringing the mapping to the disk fails.
  private func write(isLasting: Bool, writePercent: Int = 100, hole: Bool = false) throws -> BlockGenerations
  {
    let directory = try TemporaryDirectory()
    let page = sysconf(Int32(_SC_PAGESIZE))
    let file = try MappedFile(creating: directory("journal"), byteCount: 4 * page)
    if hole { #expect(unsafe munmap(file.address + page, page) == 0) }
    let generations = BlockGenerations(
      in: file, acknowledgedAt: 2 * page, issuedAt: 3 * page, count: 8, seed: 9, isLasting: isLasting)
    let target = try DirectFile(temporaryIn: directory.path, .writes)
    let memory = try MemoryBuffer(byteCount: 512, pages: .base)
    try target.write(try MemoryBuffer(byteCount: 4_096, pages: .base), byteCount: 4_096, at: 0)
    var job = IOJob(blocks: 8, blockBytes: 512)
    job.engine = .sync
    job.writePercent = writePercent
    let outcome = IOQueue.run(
      job, on: target, memory: memory, from: Clock.now(), seconds: 0.02, recording: generations)
    #expect(outcome.failure == nil)
    return generations
  }

  @Test func theLoopBringsAcknowledgementsToTheDisk() throws {
    let kept = try write(isLasting: true)
    #expect((0..<8).contains { kept.acknowledged($0) > 0 })
    #expect(kept.lastingFailure == nil)
    #expect(try write(isLasting: true, hole: true).lastingFailure?.code == ENOMEM)
  }

  @Test func onlyWhereItIsToAndThereIsSomething() throws {
    #expect(try write(isLasting: false, hole: true).lastingFailure == nil)
    #expect(try write(isLasting: true, writePercent: 0, hole: true).lastingFailure == nil)
  }
}
