import Testing

@testable import Platform

@Suite struct StreamLoopTests {
  /// A loop by what it is made of.
  struct Choice: Sendable, CustomStringConvertible {
    let kernel: StreamKernel
    let store: StoreKind
    let instructions: InstructionSet

    var description: String { "\(kernel.rawValue) \(store.rawValue) \(instructions.rawValue)" }

    /// Only x86-64 can store a single double past the caches.
    static func streams(_ instructions: InstructionSet) -> Bool {
      instructions != .scalar || InstructionSet.sse2.isSupported
    }

    /// All that this CPU can run.
    static var all: [Choice] {
      InstructionSet.supported.flatMap { instructions in
        StreamKernel.allCases.flatMap { kernel in
          StoreKind.allCases.filter { $0 == .ordinary || kernel.stores && streams(instructions) }.map {
            Choice(kernel: kernel, store: $0, instructions: instructions)
          }
        }
      }
    }
  }

  /// What element `index` of `range` must be, by the definitions alone.
  private static func expected(_ kernel: StreamKernel, _ index: Int, _ range: Range<Int>) -> Double {
    let b = Double(1 + index % 1_024)
    let c = Double(3 + 2 * (index % 512))
    return switch kernel {
    case .copy: b
    case .scale: 3 * b
    case .add: b + c
    case .triad: b + 3 * c
    case .write: 3 + Double(index - range.lowerBound)
    case .fill: 3
    case .read: -1
    }
  }

  @Test(arguments: Choice.all)
  func everyElementIsRightAndNothingElseIsWritten(choice: Choice) throws {
    let arrays = try StreamArrays(byteCount: 3_200 * 8, pages: .base)
    let all = 0..<arrays.count
    let loop = try #require(StreamLoop(choice.kernel, choice.store, choice.instructions))
    #expect(loop.kernel == choice.kernel)
    for range in [all, 64..<128, 1_024..<2_176, 3_136..<3_200, 640..<640] {
      arrays.initialise(all)
      arrays.spoil(all)
      let returned = loop.run(arrays, range)
      let sum = range.reduce(0.0) { $0 + Double(1 + $1 % 1_024) }
      #expect(returned == (choice.kernel == .read ? sum : 0))
      #expect(loop.mismatches(arrays, range, returned: returned) == 0)
      for index in all {
        let wanted = range.contains(index) ? Self.expected(choice.kernel, index, range) : -1
        let got = unsafe arrays.a.doubles(at: index).pointee
        if got != wanted { Issue.record("a[\(index)] is \(got), not \(wanted), after \(range)") }
        if unsafe arrays.b.doubles(at: index).pointee != Double(1 + index % 1_024)
          || arrays.c.doubles(at: index).pointee != Double(3 + 2 * (index % 512))
        {
          Issue.record("input \(index) was changed")
        }
      }
    }
  }

  @Test(arguments: Choice.all.filter { $0.kernel.stores })
  func aWrongElementIsFoundOut(choice: Choice) throws {
    let arrays = try StreamArrays(byteCount: 1_024 * 8, pages: .base)
    let range = 128..<1_024
    arrays.initialise(range)
    let loop = try #require(StreamLoop(choice.kernel, choice.store, choice.instructions))
    loop.run(arrays, range)
    let planted = [128, 129, 500, 1_023]
    for (count, index) in planted.enumerated() {
      unsafe arrays.a.doubles(at: index).pointee = index == 500 ? .nan : -7
      #expect(loop.mismatches(arrays, range, returned: 0) == count + 1)
    }
    unsafe arrays.a.doubles(at: 127).pointee = -7
    #expect(loop.mismatches(arrays, range, returned: 0) == planted.count)
  }

  @Test(arguments: Choice.all.filter { $0.kernel.stores })
  func aLoopThatDoesNothingIsFoundOut(choice: Choice) throws {
    let arrays = try StreamArrays(byteCount: 1_024 * 8, pages: .base)
    let range = 0..<arrays.count
    arrays.initialise(range)
    let loop = try #require(StreamLoop(choice.kernel, choice.store, choice.instructions))
    #expect(loop.mismatches(arrays, range, returned: 0) > 0)
    loop.run(arrays, range)
    arrays.spoil(range)
    #expect(loop.mismatches(arrays, range, returned: 0) == range.count)
  }

  @Test(arguments: InstructionSet.supported)
  func aWrongSumIsFoundOut(instructions: InstructionSet) throws {
    let arrays = try StreamArrays(byteCount: 4_096 * 8, pages: .base)
    let range = 64..<arrays.count
    arrays.initialise(range)
    let loop = try #require(StreamLoop(.read, .ordinary, instructions))
    #expect(loop.mismatches(arrays, range, returned: loop.run(arrays, range)) == 0)
    #expect(loop.mismatches(arrays, range, returned: 0) == 1)
    unsafe arrays.b.doubles(at: 2_000).pointee += 1
    #expect(loop.mismatches(arrays, range, returned: loop.run(arrays, range)) == 1)
  }

  @Test func everyStoringKernelStreamsWhereTheMachineCan() {
    for instructions in InstructionSet.supported {
      for kernel in StreamKernel.allCases where kernel.stores {
        #expect((StreamLoop(kernel, .streaming, instructions) != nil) == Choice.streams(instructions))
      }
    }
  }

  @Test func readingHasNoStreamingStore() {
    for instructions in InstructionSet.allCases {
      #expect(StreamLoop(.read, .streaming, instructions) == nil)
    }
  }

  @Test func instructionsThatThisCPULacksHaveNoLoop() {
    for instructions in InstructionSet.allCases where !instructions.isSupported {
      for kernel in StreamKernel.allCases { #expect(StreamLoop(kernel, .ordinary, instructions) == nil) }
    }
  }
}

@Suite struct StreamArraysTests {
  @Test(arguments: [(0, 64), (1, 64), (512, 64), (1_023, 64), (1_024, 128), (1 << 20, 1 << 17)])
  func countIsAMultipleOfTheGroup(bytes: Int, count: Int) throws {
    let arrays = try StreamArrays(byteCount: bytes, pages: .base)
    #expect(arrays.count == count)
    for buffer in [arrays.a, arrays.b, arrays.c] { #expect(buffer.byteCount >= count * 8) }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 100, 1_000])
  func rangesPartitionTheArrays(members: Int) throws {
    for groups in [1, 2, 63, 64, 1_000] {
      let arrays = try StreamArrays(byteCount: groups * 512, pages: .base)
      var next = 0
      var sizes: Set<Int> = []
      for index in 0..<members {
        let range = arrays.range(of: index, of: members)
        #expect(range.lowerBound == next)
        #expect(range.count % StreamArrays.group == 0)
        next = range.upperBound
        sizes.insert(range.count / StreamArrays.group)
      }
      #expect(next == arrays.count)
      // Nobody has more than one group more than anybody else.
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }
}
