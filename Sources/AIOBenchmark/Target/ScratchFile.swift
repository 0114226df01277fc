internal import Experiment
internal import Platform

/// The tool's own file: without a name, every block of it written, gone with the process, however that one ends.
public struct ScratchFile: Sendable {
  private let file: DirectFile
  /// What the measuring processes work on. They open it while this value lives.
  public let range: IORange

  /// Makes the file and writes all of it: reads of blocks that were never written would not reach the device, and
  /// first writes cost more than later ones.
  ///
  /// - Parameters:
  ///   - byteCount: a multiple of 4 MiB.
  ///   - isCancelled: asked before each write of 4 MiB.
  /// - Throws: `PlanRefused` with what to do; `CancellationError`.
  public init(
    in directory: String, byteCount: Int, isDirect: Bool, isCancelled: () -> Bool = { false }
  ) throws {
    precondition(byteCount > 0 && byteCount.isMultiple(of: SequentialFill.chunkBytes))
    do {
      file = try DirectFile(temporaryIn: directory, isDirect ? [.writes, .direct] : .writes)
    } catch {
      throw PlanRefused("--directory \(directory): \(error); \(Self.advice(error, isDirect: isDirect))")
    }
    do {
      try SequentialFill(byteCount: byteCount, seed: Clock.now()).write(to: file, isCancelled: isCancelled)
    } catch let error as SystemError {
      throw PlanRefused(
        "--directory \(directory): \(error); choose a directory with more room, or a smaller --size")
    }
    range = IORange(path: file.pathForOthers, byteCount: UInt64(byteCount), mayWrite: true, isOwn: true)
  }

  private static func advice(_ error: SystemError, isDirect: Bool) -> String {
    if isDirect && error.isInvalid {
      return "this file system has no direct I/O (tmpfs?): choose another directory, or --buffered"
    }
    return "choose a directory that you may write to"
  }
}
