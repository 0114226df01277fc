internal import Platform
import Synchronization

/// Who is told what changes in a fleet.
public protocol FleetProgress: Sendable {
  /// A node's step, or a pair, changed.
  func changed(_ change: FleetChange, _ state: FleetState)
  /// Nothing changes any more.
  func finished(_ state: FleetState)
}

/// Tells nobody.
public struct NoFleetProgress: FleetProgress {
  /// Nobody.
  public init() {}
  /// Does nothing.
  public func changed(_ change: FleetChange, _ state: FleetState) {}
  /// Does nothing.
  public func finished(_ state: FleetState) {}
}

/// Progress on standard error: a line for each node that redraws itself on a terminal, one line a change elsewhere.
public final class FleetProgressLines: FleetProgress {
  /// More nodes than this would scroll away: then they are counted.
  private static let linesAtMost = 20

  private let drawn = Mutex(0)
  private let isTerminal: Bool
  private let columns: Int
  private let write: @Sendable (String) -> Void

  /// Lines on standard error.
  public convenience init() {
    self.init(
      isTerminal: Console.errorIsTerminal, columns: Console.columns ?? 80, write: { Console.errorPart($0) })
  }

  init(isTerminal: Bool, columns: Int, write: @escaping @Sendable (String) -> Void) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
  }

  /// Says the change, or draws all nodes again.
  public func changed(_ change: FleetChange, _ state: FleetState) {
    guard isTerminal else {
      // Of what begins only what takes long; Ansible begins steps, too, that turn out not to be for the node.
      if change.state != .running || change.step == "measure" { write(Self.line(change) + "\n") }
      return
    }
    draw(Self.lines(state))
  }

  /// Leaves the last lines where they are.
  public func finished(_ state: FleetState) {
    if isTerminal { draw(Self.lines(state)) }
    drawn.withLock { $0 = 0 }
  }

  static func line(_ change: FleetChange) -> String {
    let time = change.seconds.map { " (\(Int($0.rounded())) s)" } ?? ""
    return
      "\(change.subject): \(change.step) \(change.state.rawValue)\(time)\(change.reason.map { ": \($0)" } ?? "")"
  }

  /// The nodes, and below them the pairs, as they are now.
  static func lines(_ state: FleetState) -> [String] {
    let pairs = state.allPairs
    let done = pairs.count { state.pairs[FleetState.pair($0.from, $0.to)]?.state == .done }
    let ofPairs = pairs.isEmpty ? [] : ["pairs: \(done) of \(pairs.count)"]
    guard state.nodes.count <= linesAtMost else {
      let counts = Dictionary(grouping: state.nodes, by: \.state).mapValues(\.count)
      let words = [FleetState.Progress.waiting, .running, .done, .failed, .unreachable].compactMap { one in
        counts[one].map { "\($0) \(one.rawValue)" }
      }
      return ["nodes: \(words.joined(separator: ", "))"] + ofPairs
    }
    let width = state.nodes.map(\.name.count).max() ?? 0
    return state.nodes.map { node in
      let name = node.name + String(repeating: " ", count: width - node.name.count)
      return "\(name)  \(words(node, state.action.steps))"
    } + ofPairs
  }

  private static func words(_ node: FleetState.Node, _ steps: [String]) -> String {
    let bad = steps.first { node.steps[$0]?.isBad == true }
    guard let step = bad ?? steps.last(where: { node.steps[$0] != nil }), let found = node.steps[step] else {
      return "waiting"
    }
    return "\(step) \(found.state.rawValue)\(found.reason.map { ": \($0)" } ?? "")"
  }

  private func draw(_ lines: [String]) {
    drawn.withLock { count in
      let up = count > 0 ? "\u{1B}[\(count)A" : ""
      // A line that wraps would be two when the cursor goes up.
      write(up + lines.map { "\r\u{1B}[K\($0.prefix(max(20, columns - 1)))\n" }.joined())
      count = lines.count
    }
  }
}
