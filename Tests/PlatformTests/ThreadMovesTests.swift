import Platform
import Testing

@Suite(.timeLimit(.minutes(10))) struct ThreadMovesTests {
  private func run(
    to second: Int? = nil, moves: ClosedRange<Int> = 3...3, seconds: Double = 0
  ) throws -> (moves: [ThreadMoves.Move], last: CPUSet) {
    let cpus = try Affinity.current().numbers
    let first = try #require(cpus.first)
    let other = second ?? cpus.last ?? first
    return try PinnedTeam.run(on: [first]) { _ in
      let buffer = try MemoryBuffer(byteCount: 4_096, pages: .base)
      let moves = try ThreadMoves.run(
        between: first, and: other, in: buffer, workingSet: 4_096, seed: 1, passes: 5, moves: moves,
        seconds: seconds)
      return (moves: moves, last: try Affinity.current())
    }[0]
  }

  @Test func everyMoveHasItsCallAndItsPasses() throws {
    let (moves, last) = try run()
    #expect(moves.count == 3)
    #expect(moves.allSatisfy { $0.call > 0 && $0.passes.count == 5 && $0.passes.allSatisfy { $0 > 0 } })
    // After an odd number of moves the thread is on the other CPU.
    #expect(last == CPUSet([try #require(try Affinity.current().numbers.last)]))
  }

  @Test func movingGoesOnForItsTimeAndNotBeyondTheMost() throws {
    #expect(try run(moves: 2...4, seconds: 3_600).moves.count == 4)
    #expect(try run(moves: 0...4, seconds: 0).moves.isEmpty)
  }

  @Test func theSameCPUIsAMoveToItself() throws {
    let first = try #require(try Affinity.current().first)
    let (moves, last) = try run(to: first)
    #expect(moves.count == 3)
    #expect(last == CPUSet([first]))
  }

  @Test func aCPUThatDoesNotExistIsAClearError() throws {
    let first = try #require(try Affinity.current().first)
    let subject = "CPU \(first) and CPU 1048575"
    #expect(throws: SystemError(code: 22, operation: "move a thread between", subject: subject)) {
      _ = try run(to: 1_048_575)
    }
  }
}
