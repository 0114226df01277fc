import Platform
import Statistics
import Testing

@Suite(.timeLimit(.minutes(10))) struct PieceWorkTests {
  /// What each of `count` workers did on the first allowed CPU.
  private func run(_ count: Int, seconds: Double) throws -> [(done: PieceWork.Done, recorded: UInt64)] {
    let cpu = try #require(try Affinity.current().first)
    let meetings = PairMeetings(count: count)
    return try PinnedTeam.run(on: Array(repeating: cpu, count: count)) { member in
      let buffer = try MemoryBuffer(byteCount: PieceWork.smallestWorkingSet, pages: .base)
      let work = PieceWork(in: buffer, workingSet: PieceWork.smallestWorkingSet, seed: 1)
      let recorder = LatencyRecorder()
      member.meet()
      let done = work.run(seconds: seconds, as: member.index, of: meetings, into: recorder)
      return (done: done, recorded: recorder.recorded.total)
    }
  }

  @Test(arguments: [1, 2, 3]) func everyPieceIsCounted(_ count: Int) throws {
    let results = try run(count, seconds: 0.02)
    #expect(results.count == count)
    for (done, recorded) in results {
      #expect(done.pieces > 0)
      #expect(recorded == UInt64(done.pieces))
      #expect(done.seconds > 0.015)
    }
  }

  @Test func aPairThatSharesACPUWakesEachOther() throws {
    // Alone a worker would stay at its first meeting, after eight pieces.
    #expect(try run(2, seconds: 0.2).map(\.done.pieces).allSatisfy { $0 > 8 })
  }

  @Test func aPartnerThatNeverComesIsNotWaitedForLongerThanTheWorkLasts() throws {
    let buffer = try MemoryBuffer(byteCount: 1 << 20, pages: .base)
    let work = PieceWork(in: buffer, workingSet: 1 << 20, seed: 1)
    let done = work.run(seconds: 0.02, as: 0, of: PairMeetings(count: 2), into: LatencyRecorder())
    #expect(done.pieces == 8)
    #expect(done.seconds > 0.015)
  }
}
