internal import CPlatform

/// Arrays a, b and c of doubles for the bandwidth loops; threads work on disjoint ranges of elements.
public struct StreamArrays: Sendable {
  /// Ranges of elements start and end at multiples of this.
  public static let group = Int(ASSAY_STREAM_GROUP)
  /// The scalar s of all loops; with the inputs it gives results that are exact in floating point.
  public static let scalar = 3.0

  /// Doubles in each array, a multiple of `group`.
  public let count: Int
  /// The result array.
  public let a: MemoryBuffer
  /// The first input.
  public let b: MemoryBuffer
  /// The second input.
  public let c: MemoryBuffer

  /// Maps three arrays of `byteCount` bytes each; nothing is touched yet.
  ///
  /// - Throws: what `MemoryBuffer.init` throws.
  public init(byteCount: Int, pages: PageKind, node: Int? = nil) throws(SystemError) {
    count = max(Self.group, byteCount / 8 / Self.group * Self.group)
    a = try MemoryBuffer(byteCount: count * 8, pages: pages, node: node)
    b = try MemoryBuffer(byteCount: count * 8, pages: pages, node: node)
    c = try MemoryBuffer(byteCount: count * 8, pages: pages, node: node)
  }

  /// The range of elements that member `index` of `members` works on.
  public func range(of index: Int, of members: Int) -> Range<Int> {
    precondition((0..<members).contains(index))
    let groups = count / Self.group
    return (groups * index / members * Self.group)..<(groups * (index + 1) / members * Self.group)
  }

  /// Touches a range of all arrays and writes the inputs, from the thread that will work on it.
  public func initialise(_ range: Range<Int>) {
    check(range)
    a.prefault(offset: range.lowerBound * 8, byteCount: range.count * 8)
    unsafe assay_stream_inputs(
      b.doubles(at: range.lowerBound), c.doubles(at: range.lowerBound), range.lowerBound, range.count)
  }

  /// Overwrites a range of the result array with a value that no loop leaves there, so that a loop that does
  /// nothing is found out.
  public func spoil(_ range: Range<Int>) {
    check(range)
    unsafe a.doubles(at: range.lowerBound).update(repeating: -1, count: range.count)
  }

  fileprivate func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    precondition(range.lowerBound % Self.group == 0 && range.upperBound % Self.group == 0)
  }
}

/// One bandwidth loop of one instruction set.
@safe public struct StreamLoop: @unchecked Sendable {
  // A function pointer is as immutable as the code that it points to.
  private let function: assay_stream_function
  /// What it computes.
  public let kernel: StreamKernel

  /// The loop; nil when this CPU does not have the instruction set, or there is no such store: `read` does not
  /// store, and scalar code has streaming stores on x86-64 only.
  public init?(_ kernel: StreamKernel, _ store: StoreKind, _ instructions: InstructionSet) {
    guard let function = unsafe assay_stream(kernel.code, store.code, instructions.code) else { return nil }
    unsafe self.function = function
    self.kernel = kernel
  }

  /// One pass over a range. Returns the sum for `read`, 0 otherwise.
  @discardableResult
  public func run(_ arrays: StreamArrays, _ range: Range<Int>) -> Double {
    arrays.check(range)
    return unsafe function(
      arrays.a.doubles(at: range.lowerBound), arrays.b.doubles(at: range.lowerBound),
      arrays.c.doubles(at: range.lowerBound), StreamArrays.scalar, range.count)
  }

  /// How many elements of the result differ from what the loop must have left, after `run` on the same range;
  /// for `read`, 1 when the sum it returned is wrong.
  public func mismatches(_ arrays: StreamArrays, _ range: Range<Int>, returned: Double) -> Int {
    arrays.check(range)
    if kernel == .read {
      return returned == assay_stream_expected_sum(range.lowerBound, range.count) ? 0 : 1
    }
    return unsafe assay_stream_mismatches(
      kernel.code, arrays.a.doubles(at: range.lowerBound), StreamArrays.scalar, range.lowerBound, range.count)
  }
}
