import Foundation
import Statistics
import TestSupport
import Testing

@testable import Platform

@Suite struct PageMoverTests {
  private static let page = PageMover.pageBytes

  @Test func pagesComeBackAsTheyWere() throws {
    let tree = try TemporaryTree(["device": ""])
    let file = try DirectFile("\(tree.path)/device", .writes)
    let pages = try MemoryBuffer(byteCount: 8 * Self.page, pages: .base)
    pages.fillRandom(byteCount: 8 * Self.page, seed: 1)
    let back = try MemoryBuffer(byteCount: 8 * Self.page, pages: .base)
    back.prefault()
    let recorder = LatencyRecorder()
    let written = try PageMover(pages, count: 5, file: file).move(.write, passes: 3, into: recorder)
    #expect(written.end > written.start)
    #expect(recorder.recorded.total == 15)
    #expect(try file.byteCount == UInt64(5 * Self.page))
    _ = try PageMover(back, count: 5, file: file).move(.read, into: LatencyRecorder())
    #expect(PageMover.firstDifference(pages, back, count: 5) == nil)
    #expect(PageMover.firstDifference(pages, back, count: 8) == 5)
  }

  @Test func aPageThatIsThereInPartIsAnError() throws {
    let tree = try TemporaryTree(["device": String(repeating: "a", count: Self.page + 10)])
    let file = try DirectFile("\(tree.path)/device", .writes)
    let back = try MemoryBuffer(byteCount: 2 * Self.page, pages: .base)
    #expect {
      try PageMover(back, count: 2, file: file).move(.read, into: LatencyRecorder())
    } throws: { error in
      "\(error)" == "cannot read page 1 of \(file.name): input/output error (EIO)"
    }
  }

  @Test func aFileThatMayNotBeWrittenIsAnError() throws {
    let tree = try TemporaryTree(["device": ""])
    let file = try DirectFile("\(tree.path)/device", [])
    let pages = try MemoryBuffer(byteCount: Self.page, pages: .base)
    #expect(throws: SystemError.self) {
      try PageMover(pages, count: 1, file: file).move(.write, into: LatencyRecorder())
    }
  }
}
