import Synchronization
import Testing

@testable import Fleet

@Suite struct FleetProgressTests {
  private final class Written: Sendable {
    let text = Mutex("")
  }

  private func lines(isTerminal: Bool, columns: Int = 60) -> (FleetProgressLines, Written) {
    let written = Written()
    let lines = FleetProgressLines(isTerminal: isTerminal, columns: columns) { text in
      written.text.withLock { $0 += text }
    }
    return (lines, written)
  }

  @Test("without a terminal each change is a line, and of what begins only measuring")
  func plain() {
    let (progress, written) = lines(isTerminal: false)
    let state = FleetStateTests.state()
    progress.changed(FleetChange(subject: "n1", step: "install", state: .running), state)
    progress.changed(FleetChange(subject: "n1", step: "measure", state: .running), state)
    progress.changed(FleetChange(subject: "n1", step: "measure", state: .done, seconds: 31.6), state)
    progress.changed(FleetChange(subject: "n2", step: "measure", state: .failed, reason: "disk full"), state)
    progress.finished(state)
    let expected = "n1: measure running\nn1: measure done (32 s)\nn2: measure failed: disk full\n"
    #expect(written.text.withLock { $0 } == expected)
  }

  @Test("on a terminal the nodes' lines are drawn over, each no longer than it is wide")
  func terminal() {
    let (progress, written) = lines(isTerminal: true, columns: 30)
    var state = FleetStateTests.state(["n1", "node2"], pairs: true)
    state.nodes[1].steps["measure"] = FleetState.Step(.failed, reason: String(repeating: "long ", count: 20))
    progress.changed(FleetChange(subject: "n1", step: "measure", state: .running), state)
    let first = written.text.withLock { $0 }
    let clear = "\r\u{1B}[K"
    #expect(first == "\(clear)n1     waiting\n\(clear)node2  measure failed: long l\n\(clear)pairs: 0 of 2\n")
    progress.finished(state)
    #expect(written.text.withLock { $0 } == first + "\u{1B}[3A" + first)
  }

  @Test("many nodes are counted")
  func many() {
    var state = FleetStateTests.state((1...30).map { "n\($0)" })
    state.nodes[3].steps["measure"] = FleetState.Step(.unreachable)
    state.nodes[4].steps["fetch"] = FleetState.Step(.done)
    #expect(FleetProgressLines.lines(state) == ["nodes: 28 waiting, 1 done, 1 unreachable"])
  }
}
