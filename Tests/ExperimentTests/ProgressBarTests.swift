import Synchronization
import Testing

@testable import Experiment

@Suite("Progress bar: exact text")
struct ProgressBarTests {
  /// What a bar has written.
  final class Written: Sendable {
    private let text = Mutex<[String]>([])
    var all: [String] { text.withLock { $0 } }
    func add(_ piece: String) { text.withLock { $0.append(piece) } }
  }

  private func bar(terminal: Bool, columns: Int = 80) -> (ProgressBar, Written) {
    let written = Written()
    return (ProgressBar(isTerminal: terminal, columns: columns, write: { written.add($0) }), written)
  }

  private func block(_ verdict: Block.Verdict, _ reasons: [String] = []) -> Block {
    Block(block: 2, attempt: 0, verdict: verdict, reasons: reasons, seconds: 1)
  }

  @Test("On a terminal the bar redraws itself, fills with the parts done, and is cleared")
  func terminal() {
    let (bar, written) = bar(terminal: true)
    bar.blockStarted(0, of: 2, attempt: 0)
    bar.partStarted("memory.latency", index: 0, of: 2)
    bar.partStarted("memory.bandwidth", index: 1, of: 2)
    bar.blockJudged(block(.valid))
    bar.blockStarted(1, of: 2, attempt: 1)
    bar.partStarted("memory.latency", index: 1, of: 2)
    bar.finished()
    #expect(
      written.all == [
        "\r\u{1B}[K░░░░░░░░░░░░░░░░░░░░ block 1 of 2  memory.latency",
        "\r\u{1B}[K█████░░░░░░░░░░░░░░░ block 1 of 2  memory.bandwidth",
        "\r\u{1B}[K███████████████░░░░░ block 2 of 2, try 2  memory.latency",
        "\r\u{1B}[K",
      ])
  }

  @Test("A line never reaches the terminal's last column", arguments: [40, 60, 21])
  func width(columns: Int) {
    let (bar, written) = bar(terminal: true, columns: columns)
    bar.blockStarted(0, of: 1, attempt: 0)
    bar.partStarted(String(repeating: "long ", count: 40), index: 0, of: 1)
    #expect(written.all.first?.dropFirst("\r\u{1B}[K".count).count == columns - 1)
  }

  @Test("On a terminal only an invalid block is worth a line; it clears the bar first")
  func terminalJudgement() {
    let (bar, written) = bar(terminal: true)
    bar.blockStarted(2, of: 5, attempt: 0)
    bar.blockJudged(block(.suspect, ["a: busy"]))
    bar.blockJudged(nil)
    bar.blockJudged(block(.invalid, ["a: 6 % stolen by the hypervisor (limit 5 %)", "b: x", "c: y"]))
    #expect(
      written.all == [
        "\r\u{1B}[Kblock 3 of 5 invalid: a: 6 % stolen by the hypervisor (limit 5 %) (and 2 more)\n"
      ])
  }

  @Test("Elsewhere there is one plain line a block and no control characters")
  func plain() {
    let (bar, written) = bar(terminal: false)
    bar.blockStarted(2, of: 5, attempt: 0)
    bar.partStarted("memory.latency", index: 0, of: 1)
    bar.blockJudged(block(.valid))
    bar.blockJudged(block(.suspect, ["a: busy"]))
    bar.blockJudged(block(.invalid, ["a: busy", "b: busy"]))
    bar.blockJudged(nil)
    bar.finished()
    #expect(
      written.all == [
        "block 3 of 5 valid\n", "block 3 of 5 suspect: a: busy\n",
        "block 3 of 5 invalid: a: busy (and 1 more)\n",
      ])
  }
}
