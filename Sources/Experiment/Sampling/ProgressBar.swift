internal import Platform
import Synchronization

/// Progress on standard error: a bar that redraws itself on a terminal, one line a block elsewhere.
public final class ProgressBar: Progress {
  private static let cells = 20

  private struct State {
    var block = 0
    var blocks = 1
    var attempt = 0
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  private let columns: Int
  private let write: @Sendable (String) -> Void

  /// A bar on standard error.
  public convenience init() {
    self.init(
      isTerminal: Console.errorIsTerminal, columns: Console.columns ?? 80, write: { Console.errorPart($0) })
  }

  init(isTerminal: Bool, columns: Int, write: @escaping @Sendable (String) -> Void) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
  }

  /// Remembers the block.
  public func blockStarted(_ block: Int, of blocks: Int, attempt: Int) {
    state.withLock { $0 = State(block: block, blocks: blocks, attempt: attempt) }
  }

  /// Redraws the bar.
  public func partStarted(_ part: String, index: Int, of parts: Int) {
    guard isTerminal else { return }
    let now = state.withLock { $0 }
    let done = (Double(now.block) + Double(index) / Double(max(1, parts))) / Double(now.blocks)
    let filled = Int(done * Double(Self.cells))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.cells - filled)
    let again = now.attempt > 0 ? ", try \(now.attempt + 1)" : ""
    let text = "\(bar) block \(now.block + 1) of \(now.blocks)\(again)  \(part)"
    write("\r\u{1B}[K" + text.prefix(max(20, columns - 1)))
  }

  /// Says how the block was judged, where it matters or where there is no bar.
  public func blockJudged(_ block: Block?) {
    guard let block, !isTerminal || block.verdict == .invalid else { return }
    let total = state.withLock { $0.blocks }
    let reason = block.reasons.first.map { ": \($0)" } ?? ""
    let more = block.reasons.count > 1 ? " (and \(block.reasons.count - 1) more)" : ""
    let clear = isTerminal ? "\r\u{1B}[K" : ""
    write("\(clear)block \(block.block + 1) of \(total) \(block.verdict.rawValue)\(reason)\(more)\n")
  }

  /// Clears the bar.
  public func finished() {
    if isTerminal { write("\r\u{1B}[K") }
  }
}
