import CPlatform
import Testing

@testable import Platform

@Suite struct PointerChaseTests {
  /// The line numbers in the order of the cycle, from line 0, read from memory without the C that walks it.
  private static func order(of buffer: MemoryBuffer, lines: Int, lineBytes: Int = 64) -> [Int] {
    var order: [Int] = []
    var line = 0
    repeat {
      order.append(line)
      let next = unsafe buffer.address.load(fromByteOffset: line * lineBytes, as: UInt.self)
      line = unsafe Int(next - UInt(bitPattern: buffer.address)) / lineBytes
    } while line != 0 && order.count <= lines
    return order
  }

  private static func order(lines: Int, seed: UInt64) throws -> [Int] {
    let buffer = try MemoryBuffer(byteCount: lines * 64, pages: .base)
    let chase = PointerChase(in: buffer, workingSet: lines * 64, seed: seed)
    #expect(chase.lines == lines)
    return order(of: buffer, lines: lines)
  }

  @Test func everySizeFrom2To5000LinesIsOneCycle() throws {
    let buffer = try MemoryBuffer(byteCount: 5_000 * 64, pages: .base)
    for lines in 2...5_000 {
      let chase = PointerChase(in: buffer, workingSet: lines * 64, seed: UInt64(lines) &* 0x9E37_79B9)
      if !chase.isOneCycle { Issue.record("\(lines) lines are not on one cycle") }
    }
  }

  @Test(arguments: [0, 1, 2, 63, 1 << 31, 1 << 32, 1 << 63, UInt64.max])
  func everySeedVisitsEveryLineOnce(seed: UInt64) throws {
    for lines in [2, 3, 4, 5, 63, 64, 65, 1_000, 4_096, 4_097] {
      let order = try Self.order(lines: lines, seed: seed)
      #expect(order.sorted() == Array(0..<lines), "\(lines) lines")
    }
  }

  @Test func aBrokenCycleIsFoundOut() throws {
    let buffer = try MemoryBuffer(byteCount: 100 * 64, pages: .base)
    let chase = PointerChase(in: buffer, workingSet: 100 * 64, seed: 1)
    let order = Self.order(of: buffer, lines: 100)
    // Line 50 on the way is short-circuited to the start, then into a loop that never comes back there.
    for target in [0, order[40]] {
      let address = unsafe UInt(bitPattern: buffer.address) + UInt(target * 64)
      unsafe buffer.address.storeBytes(of: address, toByteOffset: order[50] * 64, as: UInt.self)
      #expect(!chase.isOneCycle)
    }
  }

  @Test func cellsKeepTheirDistanceAndTheRestStaysUntouched() throws {
    let buffer = try MemoryBuffer(byteCount: 64 << 10, pages: .base)
    unsafe buffer.address.initializeMemory(as: UInt8.self, repeating: 7, count: buffer.byteCount)
    let chase = PointerChase(in: buffer, workingSet: 32 << 10, lineBytes: 256, seed: 5)
    #expect(chase.lines == 128)
    #expect(Self.order(of: buffer, lines: 128, lineBytes: 256).sorted() == Array(0..<128))
    for position in 0..<buffer.byteCount where position >= 32 << 10 || position % 256 >= 8 {
      let byte = unsafe buffer.address.load(fromByteOffset: position, as: UInt8.self)
      if byte != 7 { Issue.record("byte \(position) was written") }
    }
  }

  @Test func followingGoesStepByStepAndWraps() throws {
    let lines = 100
    let buffer = try MemoryBuffer(byteCount: lines * 64, pages: .base)
    unsafe assay_chase_build(buffer.address, lines, 64, 3)
    let order = Self.order(of: buffer, lines: lines)
    for steps in [0, 1, 31, 32, 33, 64, 99, 100, 101, 250] {
      let reached = unsafe assay_chase_follow(buffer.address, steps)
      let line = unsafe (UInt(bitPattern: reached) - UInt(bitPattern: buffer.address)) / 64
      #expect(Int(line) == order[steps % lines], "\(steps) steps")
    }
    var chase = PointerChase(in: buffer, workingSet: lines * 64, seed: 3)
    chase.follow(steps: 1_000)
    #expect(chase.isOneCycle)
  }

  @Test(arguments: [64, 100, 1_024, 4_096, 5_000])
  func everySeedHasAnOrderOfItsOwn(lines: Int) throws {
    // Neighbouring numbers, single bits low and high: the seeds that people use.
    let seeds: [UInt64] = [0, 1, 2, 3, 65, 1_025, 1 << 20, 1 << 31, 1 << 32, 1 << 40, 1 << 63, .max]
    let orders = try seeds.map { try Self.order(lines: lines, seed: $0) }
    #expect(Set(orders).count == seeds.count)
    #expect(try Self.order(lines: lines, seed: 65) == orders[4])
  }

  @Test(arguments: [1_024, 4_096, 5_000, 65_536, 100_000])
  func stepsAreAsLongAsThoseOfARandomPermutation(lines: Int) throws {
    // Two different random places on a line of n are (n + 1) / 3 apart in the mean, with a standard deviation of
    // n / √18; five standard errors of the mean.
    let expected = Double(lines + 1) / 3
    let tolerance = 5 * Double(lines) / 18.0.squareRoot() / Double(lines).squareRoot()
    for seed in [1, 2, 3, 0xDEAD_BEEF] as [UInt64] {
      let order = try Self.order(lines: lines, seed: seed)
      let steps = zip(order, order.dropFirst() + [0]).map { $1 - $0 }
      let mean = Double(steps.map(abs).reduce(0, +)) / Double(lines)
      #expect(abs(mean - expected) < tolerance, "mean step \(mean) of \(expected)")
    }
  }

  @Test(arguments: [4_096, 5_000, 65_536])
  func noStepIsRepeatedOftenEnoughToBePredicted(lines: Int) throws {
    // A prefetcher learns strides. A shuffle of 65,536 lines takes the most frequent one 7 or 8 times.
    let order = try Self.order(lines: lines, seed: 7)
    let steps = zip(order, order.dropFirst()).map { $1 - $0 }
    let most = Dictionary(grouping: steps, by: \.self).values.map(\.count).max() ?? 0
    #expect(most <= 12)
  }
}
