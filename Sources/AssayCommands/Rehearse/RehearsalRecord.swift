internal import Platform

/// A step of a rehearsal and what was seen.
struct RehearsalStep: Codable, Sendable, Equatable {
  enum Outcome: String, Codable, Sendable {
    case passed, failed, skipped
  }

  /// `apply`, `power cut`.
  var step: String
  var outcome: Outcome
  /// In one line.
  var seen: String
  var seconds: Double
}

/// A rehearsal as a document.
struct RehearsalDocument: Encodable {
  var schema = "assay.rehearsal/1"
  var profile: String
  var machine: String
  var kernel: String
  var accelerator: String
  var seed: UInt64
  var passed: Bool
  var steps: [RehearsalStep]
}

/// Something that is not as it should be: the rehearsal is over, and has found what it is for.
struct RehearsalMismatch: Error {
  let seen: String
  init(_ seen: String) { self.seen = seen }
}

/// A step that could not be made here, which is nobody's fault.
struct RehearsalSkip: Error {
  let reason: String
}

/// What was seen so far; shows each step when it has ended.
actor RehearsalRecord {
  private(set) var steps: [RehearsalStep] = []
  private let text: RehearsalText?

  init(showing text: RehearsalText?) { self.text = text }

  /// Makes a step, which says what it saw.
  ///
  /// - Throws: `RehearsalMismatch`, recorded; what a tool's failure throws, not recorded.
  func step(_ name: String, _ body: @Sendable () async throws -> String) async throws {
    let start = Clock.now()
    do {
      add(name, .passed, try await body(), Clock.seconds(from: start, to: Clock.now()))
    } catch let skip as RehearsalSkip {
      add(name, .skipped, skip.reason, Clock.seconds(from: start, to: Clock.now()))
    } catch let mismatch as RehearsalMismatch {
      add(name, .failed, mismatch.seen, Clock.seconds(from: start, to: Clock.now()))
      throw mismatch
    }
  }

  /// Adds a step that was made.
  func add(_ name: String, _ outcome: RehearsalStep.Outcome, _ seen: String, _ seconds: Double) {
    let step = RehearsalStep(step: name, outcome: outcome, seen: seen.oneLine, seconds: seconds)
    steps.append(step)
    if let text { Console.output(text.line(step)) }
  }
}

/// A rehearsal as a table that grows.
struct RehearsalText: Sendable {
  private let useColor: Bool

  init(_ output: OutputOptions) { useColor = output.useColor }

  /// A row.
  func line(_ step: RehearsalStep) -> String {
    let (word, color) =
      switch step.outcome {
      case .passed: ("PASS", 32)
      case .failed: ("FAIL", 31)
      case .skipped: ("  – ", 0)
      }
    let tenths = Int((step.seconds * 10).rounded())
    let seconds = Self.padded("\(tenths / 10).\(tenths % 10) s", to: 8, atStart: true)
    let shown = useColor && color > 0 ? "\u{1B}[\(color)m\(word)\u{1B}[0m" : word
    return "  \(Self.padded(step.step, to: 16))\(shown)\(seconds)  \(step.seen)"
  }

  private static func padded(_ text: String, to width: Int, atStart: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return atStart ? space + text : text + space
  }
}
