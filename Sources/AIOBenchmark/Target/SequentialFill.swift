internal import Platform

/// Writes the beginning of a file or device once, from its first byte on, with data that neither compresses nor repeats:
/// no two blocks may be found alike and kept once.
struct SequentialFill {
  /// Bytes of one write.
  static let chunkBytes = 4 << 20

  /// Bytes to write; for direct I/O a multiple of what that demands.
  let byteCount: Int
  /// Seed of the data: the same gives the same.
  let seed: UInt64

  /// Writes, and waits until all is on the disk.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each write.
  ///   - progress: told the bytes written so far, after each write.
  /// - Throws: `CancellationError`; `SystemError` when a write or the flush fails.
  func write(to file: DirectFile, isCancelled: () -> Bool, progress: (Int) -> Void = { _ in }) throws {
    let buffer = try MemoryBuffer(byteCount: Self.chunkBytes, pages: .base)
    var done = 0
    while done < byteCount {
      if isCancelled() { throw CancellationError() }
      buffer.fillRandom(byteCount: Self.chunkBytes, seed: seed &+ UInt64(done))
      let count = min(Self.chunkBytes, byteCount - done)
      try file.write(buffer, byteCount: count, at: UInt64(done))
      done += count
      progress(done)
    }
    try file.sync()
  }
}
