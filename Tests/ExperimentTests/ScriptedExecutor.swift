import Experiment
import Synchronization

/// Takes samples from a script instead of from processes, and remembers what it was asked for.
final class ScriptedExecutor: SampleExecutor {
  /// One call: the part, its position among all calls from 0, and how often that part was asked for before.
  struct Call: Sendable, Equatable {
    var part: String
    var number: Int
    var previous: Int
  }

  private struct State {
    var calls: [Call] = []
    var paddings: [Int] = []
  }

  private let state = Mutex(State())
  private let answer: @Sendable (Call) async throws -> SampleReport

  init(_ answer: @escaping @Sendable (Call) async throws -> SampleReport) { self.answer = answer }

  var calls: [Call] { state.withLock { $0.calls } }
  var paddings: [Int] { state.withLock { $0.paddings } }

  func execute(_ part: Part, padding: Int) async throws -> SampleReport {
    let call = state.withLock { state in
      let call = Call(
        part: part.id, number: state.calls.count, previous: state.calls.count { $0.part == part.id })
      state.calls.append(call)
      state.paddings.append(padding)
      return call
    }
    return try await answer(call)
  }

  /// A report of one value under the part's own name.
  static func report(_ call: Call, value: Double? = nil, noise: Noise = Noise()) -> SampleReport {
    SampleReport(
      measurements: [
        Measurement(id: call.part, unit: "s", better: .lower, value: value ?? Double(call.number))
      ],
      noise: noise)
  }

  /// Noise that makes a block invalid by the standard limits.
  static var loud: Noise {
    var noise = Noise()
    noise.stealShare = 0.5
    return noise
  }
}

/// What `save` was called with, in order.
final class SavedRuns: Sendable {
  private let runs = Mutex<[Run]>([])
  var all: [Run] { runs.withLock { $0 } }
  func save(_ run: Run) { runs.withLock { $0.append(run) } }
}

/// Progress as a list of words.
final class RecordedProgress: Progress {
  private let words = Mutex<[String]>([])
  var all: [String] { words.withLock { $0 } }
  private func add(_ word: String) { words.withLock { $0.append(word) } }

  func blockStarted(_ block: Int, of blocks: Int, attempt: Int) {
    add("block \(block)/\(blocks) try \(attempt)")
  }
  func partStarted(_ part: String, index: Int, of parts: Int) { add("part \(index)/\(parts)") }
  func blockJudged(_ block: Block?) { add(block?.verdict.rawValue ?? "nothing") }
  func finished() { add("finished") }
}
