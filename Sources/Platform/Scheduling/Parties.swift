internal import CPlatform
import Glibc

/// What the parties of a measurement are.
public enum PartyKind: String, Sendable, CaseIterable, Codable {
  /// Threads of this process.
  case threads
  /// Processes of their own, forked from this one.
  case processes

  fileprivate var one: String { self == .threads ? "a thread" : "a process" }
}

/// How C starts parties, and what its failures mean.
struct PartySetting {
  /// What takes this many seconds longer than it was meant to is taken for hung.
  static let patience = 20.0

  private let kind: PartyKind
  private let places: [CPUSet]

  /// One party on each of these places.
  init(_ kind: PartyKind, on places: [CPUSet]) {
    self.kind = kind
    self.places = places
  }

  /// Calls `body`, which starts the parties, and names the step that failed.
  ///
  /// - Parameters:
  ///   - operation: what the parties do, in words that follow "cannot".
  ///   - seconds: how long they are meant to take.
  func run(
    _ operation: String, seconds: Double,
    _ body: (inout assay_party_setting, inout assay_party_stage) -> Int
  ) throws(SystemError) {
    let words = places.map(\.words.count).max() ?? 0
    let masks = places.flatMap { $0.words + Array(repeating: 0, count: words - $0.words.count) }
    var stage = ASSAY_STAGE_WORK
    do {
      try SystemCall.run(operation, "between \(kind.rawValue)") {
        unsafe masks.withUnsafeBufferPointer { masks in
          guard let start = masks.baseAddress else { return -Int(EINVAL) }
          var setting = unsafe assay_party_setting(
            processes: kind == .processes ? 1 : 0, masks: start, words: words,
            limit: UInt64((seconds + Self.patience) * 1e9))
          return unsafe body(&setting, &stage)
        }
      }
    } catch {
      switch stage {
      case ASSAY_STAGE_START: throw SystemError(code: error.code, operation: "start \(kind.one)")
      case ASSAY_STAGE_PIN:
        let cpus = places.reduce(CPUSet()) { $0.union($1) }
        throw SystemError(code: error.code, operation: "pin \(kind.one) to", subject: "CPU \(cpus)")
      default: throw error
      }
    }
  }
}
