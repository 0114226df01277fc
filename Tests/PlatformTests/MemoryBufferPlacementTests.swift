import Glibc
import Testing

@testable import Platform

@Suite struct MemoryBufferPlacementTests {
  @Test(.enabled(if: HostFacts.canAskForNodes, "mbind or move_pages is forbidden here"))
  func touchedPagesAreOnTheBoundNode() throws {
    let buffer = try MemoryBuffer(byteCount: 4 << 20, pages: .base, node: 0)
    #expect(try buffer.nodeShares() == [nil: 1])
    buffer.prefault()
    #expect(try buffer.nodeShares() == [0: 1])
    #expect(try buffer.nodeShares(samples: 3) == [0: 1])
    #expect(try buffer.nodeShares(samples: 1 << 20) == [0: 1])
  }

  @Test(.enabled(if: HostFacts.canAskForNodes, "mbind or move_pages is forbidden here"))
  func sharesCountThePagesThatAreNotBacked() throws {
    let buffer = try MemoryBuffer(byteCount: 64 * PageKind.base.granularity, pages: .base, node: 0)
    buffer.prefault(byteCount: 16 * PageKind.base.granularity)
    #expect(try buffer.nodeShares() == [0: 0.25, nil: 0.75])
  }

  @Test(.enabled(if: HostFacts.canAskForNodes, "mbind is forbidden here"))
  func aNodeThatDoesNotExistIsAnError() {
    #expect(throws: SystemError(code: EINVAL, operation: "bind memory to NUMA node", subject: "4000")) {
      _ = try MemoryBuffer(byteCount: 4_096, pages: .base, node: 4_000)
    }
  }

  @Test(.enabled(if: HostFacts.canAskForNodes, "mbind or move_pages is forbidden here"))
  func interleavedPagesAreOnTheNodesOfTheSet() throws {
    let buffer = try MemoryBuffer(byteCount: 1 << 20, pages: .base)
    try buffer.interleave(over: CPUSet([0]))
    buffer.prefault()
    #expect(try buffer.nodeShares() == [0: 1])
    let subject = "4000-4001"
    #expect(
      throws: SystemError(code: EINVAL, operation: "interleave memory over NUMA nodes", subject: subject)
    ) { try buffer.interleave(over: CPUSet([4_000, 4_001])) }
  }

  @Test(arguments: [-1, 1_048_577, .max, .min])
  func aNumberThatIsNoNodeIsAnError(node: Int) {
    #expect(throws: SystemError(code: EINVAL, operation: "bind memory to NUMA node", subject: "\(node)")) {
      _ = try MemoryBuffer(byteCount: 4_096, pages: .base, node: node)
    }
  }

  /// Touching a page that the node's share of the pool cannot give is a SIGBUS, which EFAULT stands for.
  @Test func aNodeThatCannotBackABufferIsAnErrorAndNotTheEnd() throws {
    let buffer = try MemoryBuffer(byteCount: 1 << 20, pages: .base)
    let error = #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation.hasPrefix("back ") ? EFAULT : nil }) {
        try buffer.populate(on: 1)
      }
    }
    #expect(error?.description == "cannot back 4k pages on NUMA node 1: not enough memory (ENOMEM)")
  }

  @Test(.enabled(if: HostFacts.canAskForNodes, "move_pages is forbidden here"))
  func populatingBacksEveryPage() throws {
    let buffer = try MemoryBuffer(byteCount: 1 << 20, pages: .base)
    #expect(try buffer.nodeShares() == [nil: 1])
    try buffer.populate(on: 0)
    // A kernel before 5.14 leaves it to the first touch.
    #expect(try [nil, 1].contains(buffer.nodeShares()[nil]))
  }

  @Test func forbiddenBindingIsAClearError() {
    let error = #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in
        operation == "bind memory to NUMA node" ? EPERM : nil
      }) {
        _ = try MemoryBuffer(byteCount: 4_096, pages: .base, node: 0)
      }
    }
    #expect(error?.description == "cannot bind memory to NUMA node 0: operation not permitted (EPERM)")
    #expect(error?.isPermission == true)
  }

  @Test func forbiddenQuestionIsAnErrorAndNotAnEmptyAnswer() throws {
    let buffer = try MemoryBuffer(byteCount: 4_096, pages: .base)
    #expect(throws: SystemError(code: EPERM, operation: "ask where pages are")) {
      try SystemCall.withForcedFailures({ _, _ in EPERM }) { _ = try buffer.nodeShares() }
    }
  }

  @Test func memoryWithoutHugePagesHasAShareOfZero() throws {
    let buffer = try MemoryBuffer(byteCount: 8 << 20, pages: .base)
    buffer.prefault()
    #expect(buffer.transparentHugeShare() == 0)
  }

  @Test func theShareIsUnknownWhenItCannotBeRead() throws {
    let buffer = try MemoryBuffer(byteCount: 4_096, pages: .base)
    let share = SystemCall.withForcedFailures({ _, _ in EACCES }) { buffer.transparentHugeShare() }
    #expect(share == nil)
  }

  @Test(
    .enabled(if: HostFacts.givesTransparentHugePages, "transparent huge pages are off (never)"))
  func eachBufferKnowsOnlyItsOwnHugePages() throws {
    // Where the kernel uses the hole that the second one leaves, the new buffer lies right behind the third.
    var buffers = try (0..<6).map { _ in try MemoryBuffer(byteCount: 4 << 20, pages: .transparentHuge) }
    buffers.remove(at: 1)
    buffers.append(try MemoryBuffer(byteCount: 6 << 20, pages: .transparentHuge))
    for index in buffers.indices {
      #expect(buffers[index].transparentHugeShare() == 0)
      buffers[index].prefault(byteCount: 2 << 20)
      let whole = Double(buffers[index].byteCount)
      let share = try #require(buffers[index].transparentHugeShare())
      // Whether the kernel had a huge page to give is its own affair.
      #expect([0, Double(2 << 20) / whole].contains(share))
    }
  }
}
