import Experiment
import Foundation
import Testing

struct InterleavingTests {
  @Test(
    "each pair has both, in an order that is drawn, and longer orders begin with shorter ones",
    arguments: 0..<20)
  func order(seed: UInt64) {
    let order = Interleaving.order(pairs: 100, seed: seed)
    let pairs = stride(from: 0, to: 200, by: 2).map { String(Array(order)[$0..<$0 + 2]) }
    #expect(pairs.allSatisfy { $0 == "AB" || $0 == "BA" })
    // Four standard deviations.
    #expect((30...70).contains(pairs.count { $0 == "AB" }))
    for count in [0, 1, 7, 10, 39] { #expect(order.hasPrefix(Interleaving.order(pairs: count, seed: seed))) }
    #expect(Interleaving.order(pairs: 100, seed: seed + 1) != order)
  }

  @Test("a Run says that it was interleaved, and is read again; one that was not says nothing")
  func document() throws {
    var run = emptyRun()
    #expect(!String(decoding: try RunDocument.encode(run), as: UTF8.self).contains("interleaved"))
    run.plan.interleaved = Interleaving(with: "other", arm: .candidate, order: "ABBA")
    let text = String(decoding: try RunDocument.encode(run), as: UTF8.self)
    #expect(text.contains("\"arm\" : \"B\"") && text.contains("\"with\" : \"other\""))
    let path = NSTemporaryDirectory() + "interleaved-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try RunDocument.read(path: path) == run)
  }
}
