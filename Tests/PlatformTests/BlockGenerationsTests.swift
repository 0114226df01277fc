import CPlatform
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
}
