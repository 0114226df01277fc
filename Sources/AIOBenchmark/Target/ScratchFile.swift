internal import Experiment
internal import Platform

/// The tool's own file: without a name, every block of it written, gone with the process, however that one ends.
public struct ScratchFile: Sendable {
  /// Bytes of one write.
  private static let chunk = 4 << 20

  private let file: DirectFile
  /// What the measuring processes work on. They open it while this value lives.
  public let range: IORange

  /// Makes the file and writes all of it: reads of blocks that were never written would not reach the device, and
  /// first writes cost more than later ones.
  ///
  /// - Parameters:
  ///   - byteCount: a multiple of 4 MiB.
  ///   - isCancelled: asked after each chunk.
  /// - Throws: `PlanRefused` with what to do; `CancellationError`.
  public init(
    in directory: String, byteCount: Int, isDirect: Bool, isCancelled: () -> Bool = { false }
  ) throws {
    precondition(byteCount > 0 && byteCount.isMultiple(of: Self.chunk))
    do {
      file = try DirectFile(temporaryIn: directory, isDirect ? [.writes, .direct] : .writes)
    } catch {
      throw PlanRefused("--directory \(directory): \(error); \(Self.advice(error, isDirect: isDirect))")
    }
    let buffer = try MemoryBuffer(byteCount: Self.chunk, pages: .base)
    do {
      for number in 0..<(byteCount / Self.chunk) {
        if isCancelled() { throw CancellationError() }
        // Other bytes for each chunk: nothing may find two alike and keep one.
        buffer.fillRandom(byteCount: Self.chunk, seed: UInt64(number))
        try file.write(buffer, byteCount: Self.chunk, at: UInt64(number * Self.chunk))
      }
      try file.sync()
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
