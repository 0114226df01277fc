import Experiment
import Testing

struct ContradictionTests {
  private func run(_ blocks: [(Int, Int, Block.Verdict)], _ samples: [(Int, Int, Bool)]) -> Run {
    var run = emptyRun()
    run.blocks = blocks.map { Block(block: $0, attempt: $1, verdict: $2, reasons: [], seconds: 1) }
    run.metrics = [
      Metric(
        id: "m.x", unit: "s", better: .lower, role: .primary,
        samples: samples.map { Sample(value: 1, block: $0, attempt: $1, valid: $2, noise: Noise()) })
    ]
    return run
  }

  @Test("what was measured does not contradict itself")
  func measured() {
    let run = run(
      [(0, 0, .invalid), (0, 1, .suspect), (1, 0, .valid)], [(0, 0, false), (0, 1, true), (1, 0, true)])
    #expect(run.contradiction == nil && emptyRun().contradiction == nil)
  }

  @Test("what was decided afterwards does")
  func edited() {
    #expect(
      run([(0, 0, .invalid)], [(0, 0, true)]).contradiction
        == "a sample of m.x in block 0, try 0, is marked valid, but the block is not")
    #expect(
      run([(0, 0, .valid)], [(0, 0, false)]).contradiction
        == "a sample of m.x in block 0, try 0, is marked invalid, but the block is not")
    #expect(
      run([(0, 0, .valid)], [(0, 1, true)]).contradiction
        == "a sample of m.x in block 0, try 1, which was not taken")
    #expect(run([(0, 0, .valid), (0, 0, .invalid)], []).contradiction == "block 0, try 0, is there twice")
  }
}
