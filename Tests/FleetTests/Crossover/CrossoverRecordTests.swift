import Experiment
import FoundationEssentials
import TestSupport
import Testing

@testable import Fleet

@Suite("Phases of crossovers")
struct CrossoverRecordTests {
  private static let kernels: [Interleaving.Arm: String] = [.base: "6.1.0-47", .candidate: "6.1.0-56"]

  private static func phase(
    _ node: String, _ number: Int, _ arm: Interleaving.Arm, boot: String, kernel: String? = nil
  ) -> CrossoverPhase {
    CrossoverPhase(
      node: node, phase: number, arm: arm, kernel: kernel ?? kernels[arm] ?? "", boot: boot,
      measured: "2026-01-01T00:00:00Z", runs: ["nodes/\(node)/\(number).json"])
  }

  /// A record in which the first node has done one boot.
  private static func begun() throws -> CrossoverRecord {
    var record = CrossoverRecord(try CrossoverFixture.plan(nodes: 2, boots: 4))
    try record.add(phase("n1", 1, .base, boot: "b1"))
    return record
  }

  private static func problem(_ body: () throws(CrossoverProblem) -> Void) -> String {
    do throws(CrossoverProblem) {
      try body()
      return "no problem"
    } catch {
      return error.description
    }
  }

  @Test("Every phase of every node, one after the other")
  func complete() throws {
    var record = CrossoverRecord(try CrossoverFixture.plan())
    #expect(record.missing.count == 3)
    for node in record.plan.nodes {
      for number in 1...record.plan.phases {
        let next = try #require(try record.next(on: node.name))
        #expect(next.phase == number && next.arm == node.arms[number - 1])
        let boot = "\(node.name)-\(number)"
        #expect(
          try record.check(node: node.name, phase: number, kernel: record.plan.kernel(next.arm), boot: boot)
            == next.arm)
        try record.add(Self.phase(node.name, number, next.arm, boot: boot))
      }
      #expect(try record.next(on: node.name) == nil)
    }
    #expect(record.missing.isEmpty && record.phases.count == 18)
  }

  @Test("Another kernel than the phase's is refused, with the one to boot")
  func wrongKernel() throws {
    let record = try Self.begun()
    #expect(
      Self.problem { () throws(CrossoverProblem) in
        try record.check(node: "n1", phase: 2, kernel: "6.1.0-47", boot: "b2")
      } == "phase 2 of n1 is for kernel B (6.1.0-56), and 6.1.0-47 is running there; boot 6.1.0-56")
    #expect(
      Self.problem { () throws(CrossoverProblem) in
        try record.check(node: "n2", phase: 1, kernel: "", boot: "b2")
      }.contains("boot 6.1.0-56"))
  }

  @Test("What was measured is not measured again")
  func doneAlready() throws {
    let record = try Self.begun()
    #expect(
      Self.problem { () throws(CrossoverProblem) in
        try record.check(node: "n1", phase: 1, kernel: "6.1.0-47", boot: "b2")
      }
        == "phase 1 of n1 was measured already, at 2026-01-01T00:00:00Z under 6.1.0-47; its next one is phase 2"
    )
  }

  @Test("The order is kept, and what the plan does not have is told")
  func order() throws {
    let record = try Self.begun()
    func said(_ node: String, _ phase: Int) -> String {
      Self.problem { () throws(CrossoverProblem) in
        try record.check(node: node, phase: phase, kernel: "6.1.0-56", boot: "b9")
      }
    }
    #expect(said("n1", 3) == "phase 3 of n1 comes after phase 2, which is not measured yet; keep the order")
    #expect(said("n1", 0) == "n1 has phases 1 to 8, and no phase 0")
    #expect(said("n1", 9) == "n1 has phases 1 to 8, and no phase 9")
    #expect(said("n3", 1) == "the plan has no node n3; it has n1, n2")
    #expect(throws: CrossoverProblem.self) { try record.next(on: "n3") }
  }

  @Test("One boot is one phase, and two nodes are two machines")
  func bootsAreCounted() throws {
    let record = try Self.begun()
    func said(_ node: String, _ phase: Int, _ boot: String) -> String {
      Self.problem { () throws(CrossoverProblem) in
        try record.check(node: node, phase: phase, kernel: "6.1.0-56", boot: boot)
      }
    }
    #expect(said("n1", 2, "b1").hasPrefix("n1 was not rebooted since its phase 1: a boot is what is counted"))
    #expect(said("n2", 1, "b1").contains("the two are one machine"))
    #expect(said("n2", 1, "").hasPrefix("n2 does not tell which boot it is in"))
  }

  @Test("A phase of the other side, or without a Run, is not recorded")
  func unfit() throws {
    var record = try Self.begun()
    let before = record
    #expect(
      Self.problem { () throws(CrossoverProblem) in
        try record.add(Self.phase("n1", 2, .base, boot: "b2", kernel: "6.1.0-56"))
      } == "phase 2 of n1 is for kernel B, not A")
    var empty = Self.phase("n1", 2, .candidate, boot: "b2")
    empty.runs = []
    #expect(Self.problem { () throws(CrossoverProblem) in try record.add(empty) }.contains("has no Run"))
    #expect(record == before)
  }

  @Test("The document is read as it was written")
  func document() throws {
    let tree = try TemporaryTree()
    let record = try Self.begun()
    let path = "\(tree.path)/crossover.json"
    try record.write(to: path)
    #expect(try CrossoverRecord.read(path: path) == record)
    let text = String(decoding: try record.encoded(), as: UTF8.self)
    #expect(text.contains("\"schema\" : \"assay.crossover/1\"") && text.hasSuffix("}\n"))
    #expect(text.contains("\"order\" : \"ABBA") && text.contains("\"boots_per_kernel\" : 4"))
  }

  @Test(
    "What was edited or is something else is refused",
    arguments: [
      ("\"assay.crossover/1\"", "\"assay.crossover/9\"", "it is assay.crossover/9, not assay.crossover/1"),
      ("\"order\" : \"ABBA", "\"order\" : \"AABB", "its orders are not those of its seed"),
      ("\"kernel\" : \"6.1.0-47\"", "\"kernel\" : \"6.1.0-56\"", "is for kernel A (6.1.0-47)"),
      ("\"phase\" : 1", "\"phase\" : 2", "comes after phase 1"),
      ("\"primary_metrics\" : 4", "\"primary_metrics\" : 4000", "cannot show anything"),
      ("\"boots_per_kernel\"", "\"boots\"", "it cannot be decoded"),
    ])
  func damage(old: String, new: String, says: String) throws {
    let text = String(decoding: try Self.begun().encoded(), as: UTF8.self)
    #expect(text.contains(old))
    let problem = #expect(throws: CrossoverRecord.Unreadable.self) {
      try CrossoverRecord.decode(Array(text.replacing(old, with: new).utf8), path: "x.json")
    }
    #expect(problem?.description.hasPrefix("x.json: ") == true)
    #expect(problem?.description.contains(says) == true, "\(problem?.description ?? "")")
  }

  @Test func whatIsNoDocumentIsRefused() {
    for text in ["", "{", "[]", "{}", "{\"schema\":\"assay.run/1\"}"] {
      let problem = #expect(throws: CrossoverRecord.Unreadable.self) {
        try CrossoverRecord.decode(Array(text.utf8), path: "x.json")
      }
      #expect(problem?.description.contains("not assay.crossover/1") == true)
    }
  }

  @Test("Boots are read from the Runs of the phases; one taken under another kernel is refused")
  func boots() throws {
    let tree = try TemporaryTree()
    let run = CrossoverFixture.run(kernel: "6.1.0-47", values: [10, 30, 20])
    try tree.write("nodes/n1/1.json", String(decoding: try RunDocument.encode(run), as: UTF8.self))
    let record = try Self.begun()
    let boots = try record.boots(in: tree.path)
    #expect(boots.map(\.node) == ["n1"] && boots.map(\.arm) == [.base])
    #expect(boots[0].values == [CrossoverFixture.key: CrossoverFixture.value(20)])
    let other = CrossoverFixture.run(kernel: "6.1.0-99", values: [10])
    try tree.write("nodes/n1/1.json", String(decoding: try RunDocument.encode(other), as: UTF8.self))
    let problem = #expect(throws: CrossoverProblem.self) { try record.boots(in: tree.path) }
    #expect(problem?.description.hasPrefix("nodes/n1/1.json was measured under 6.1.0-99") == true)
  }
}
