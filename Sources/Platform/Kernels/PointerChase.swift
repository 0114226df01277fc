internal import CPlatform

/// Dependent loads over one random cycle of cache lines: each address is known only when the load before is done.
@safe public struct PointerChase: @unchecked Sendable {
  // One thread follows it at a time; the cycle itself does not change.
  private let buffer: MemoryBuffer
  private var cell: UnsafeRawPointer
  /// Cells on the cycle.
  public let lines: Int

  /// Links the first `workingSet` bytes of the buffer into one cycle that visits every line once.
  ///
  /// - Parameters:
  ///   - workingSet: bytes; at least two lines are used, and all must lie within the buffer.
  ///   - lineBytes: distance between cells, a multiple of 8: the cache line, or more to leave lines out.
  ///   - seed: of the order; every bit counts.
  public init(in buffer: MemoryBuffer, workingSet: Int, lineBytes: Int = 64, seed: UInt64) {
    precondition(lineBytes >= 8 && lineBytes % 8 == 0)
    self.buffer = buffer
    lines = max(2, workingSet / lineBytes)
    precondition(lines <= buffer.byteCount / lineBytes)
    unsafe assay_chase_build(buffer.address, lines, lineBytes, seed)
    unsafe cell = UnsafeRawPointer(buffer.address)
  }

  /// Follows `steps` loads from where the last call ended.
  @inline(never)
  public mutating func follow(steps: Int) {
    precondition(steps >= 0)
    unsafe cell = assay_chase_follow(cell, steps)
  }

  /// Whether the cells really form one cycle over all lines; walks it once.
  public var isOneCycle: Bool { unsafe assay_chase_length(buffer.address, lines) == lines }
}
