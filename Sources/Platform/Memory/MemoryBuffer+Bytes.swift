import Glibc

extension MemoryBuffer {
  /// A copy of a range of the buffer.
  public func bytes(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    return unsafe [UInt8](UnsafeRawBufferPointer(start: address + range.lowerBound, count: range.count))
  }

  /// Copies bytes into the buffer, from `offset` on.
  public func write(_ bytes: [UInt8], at offset: Int) {
    precondition(offset >= 0 && bytes.count <= byteCount && offset <= byteCount - bytes.count)
    unsafe (address + offset).copyMemory(from: bytes, byteCount: bytes.count)
  }

  /// Sets a range of the buffer to zero.
  public func clear(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    unsafe memset(address + range.lowerBound, 0, range.count)
  }
}
