/// Why a tuning command cannot go on; nothing was changed by the step that says so.
public enum TuningProblem: Error, Sendable, Equatable {
  /// Another apply, revert or recovery is at work.
  case locked
  /// The state directory, or a file in it, cannot be believed or used.
  case state(String)
  /// Something has to be done first.
  case pending(String)
  /// No profile of that name is applied.
  case notApplied(String)
  /// No profile, or not the one of that name, waits to be confirmed.
  case notWaiting(String?)
}

extension TuningProblem: CustomStringConvertible {
  /// One line that says what to do.
  public var description: String {
    switch self {
    case .locked: "another assay tune is at work; wait for it, or see: assay tune status"
    case .state(let text), .pending(let text): text
    case .notApplied(let name): "no profile '\(name)' is applied; see: assay tune status"
    case .notWaiting(let name):
      "\(name.map { "no profile '\($0)'" } ?? "nothing") waits to be confirmed; see: assay tune status"
    }
  }
}
