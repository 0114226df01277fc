public import Experiment
internal import Platform

/// What is done to a target before writes are measured on it.
///
/// Flash that is fresh, trimmed, or holds holes takes writes faster than it will for the rest of its life. The Storage
/// Networking Industry Association therefore has each test begin with workload-independent preconditioning ("Solid State
/// Storage Performance Test Specification" 2.0.1, section 7.2: sequential writes of 128 KiB over the whole range, twice
/// the user capacity, after a purge). Here the range is written once, in larger blocks: it gives every block a place, and
/// what a second pass over the whole device would bring is left to the rounds of the steady state (`SteadyState`), which
/// are of the load itself. A purge is the user's to make.
public enum Preconditioning: Sendable, Equatable {
  /// Nothing is written, so nothing is done.
  case notNeeded
  /// The tool's own file was written once when it was made.
  case ownFile
  /// The range is written once.
  case wholeRange
  /// `--no-precondition`.
  case refused
  /// `--verify`: what storage keeps does not depend on what it held before.
  case verifying

  /// Decides.
  ///
  /// - Parameters:
  ///   - range: what is measured on.
  ///   - verifies: whether writes are recorded and read back.
  ///   - isWanted: false with `--no-precondition`.
  public init(of range: IORange, verifies: Bool, isWanted: Bool) {
    self =
      if range.isOwn {
        .ownFile
      } else if !range.mayWrite {
        .notNeeded
      } else if verifies {
        .verifying
      } else {
        isWanted ? .wholeRange : .refused
      }
  }

  /// For the facts of a Run.
  public var text: String {
    switch self {
    case .notNeeded: "none: nothing is written"
    case .ownFile: "written once when the file was made, sequentially, random data"
    case .wholeRange: "whole range written once, sequentially, random data"
    case .refused: "none: --no-precondition"
    case .verifying: "none: --verify"
    }
  }

  /// What the reader must know.
  public func warnings(of path: String) -> [Run.Warning] {
    guard self == .refused else { return [] }
    return [
      Run.Warning(
        code: "aio.not_preconditioned",
        message:
          "\(path) was not written before writes were measured on it: fresh or trimmed storage takes them faster than used one",
        advice: "leave --no-precondition out, unless all of it was written since it was last trimmed")
    ]
  }

  /// Writes a range once.
  ///
  /// - Parameters:
  ///   - isDirect: whether past the page cache.
  ///   - seed: of the data.
  ///   - isCancelled: asked before each write of 4 MiB.
  ///   - progress: told the bytes written so far.
  /// - Throws: `CancellationError`; `SystemError` when the target cannot be opened or a write fails.
  public static func write(
    _ range: IORange, isDirect: Bool, seed: UInt64, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws {
    precondition(range.mayWrite && !range.isOwn)
    let file = try DirectFile(range.path, isDirect ? [.writes, .noLink, .direct] : [.writes, .noLink])
    try SequentialFill(byteCount: Int(range.byteCount), seed: seed)
      .write(to: file, isCancelled: isCancelled, progress: progress)
  }
}
