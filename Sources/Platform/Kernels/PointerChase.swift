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
  ///   - workingSet: bytes, at most the buffer's; at least two lines are used.
  ///   - lineBytes: distance between cells: the cache line, or more to leave lines out.
  ///   - seed: of the order.
  public init(in buffer: MemoryBuffer, workingSet: Int, lineBytes: Int = 64, seed: UInt64) {
    precondition(lineBytes >= 8 && workingSet <= buffer.byteCount)
    self.buffer = buffer
    lines = max(2, workingSet / lineBytes)
    unsafe assay_chase_build(buffer.address, lines, lineBytes, seed)
    unsafe cell = UnsafeRawPointer(buffer.address)
  }

  /// Follows `steps` loads from where the last call ended.
  @inline(never)
  public mutating func follow(steps: Int) {
    unsafe cell = assay_chase_follow(cell, steps)
  }

  /// Whether the cells really form one cycle over all lines; walks it once.
  public var isOneCycle: Bool { unsafe assay_chase_length(buffer.address, lines) == lines }
}
