import Experiment
import Testing

@testable import Fleet

@Suite("Plans of crossovers")
struct CrossoverPlanTests {
  private static func refusal(
    nodes: [String] = ["n1", "n2", "n3"], boots: Int = 3, metrics: Int = 20, level: Double = 0.05,
    base: String = "A", candidate: String = "B"
  ) -> String? {
    do throws(PlanRefused) {
      _ = try CrossoverPlan(
        nodes: nodes, bootsPerKernel: boots, primaryMetrics: metrics, level: level, base: base,
        candidate: candidate)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("Half of the boots on each kernel, ABBA and BAAB from node to node")
  func orders() throws {
    let four = try CrossoverFixture.plan(nodes: 4, boots: 2, metrics: 1)
    #expect(four.nodes.map(\.order) == ["ABBA", "BAAB", "ABBA", "BAAB"])
    #expect(four.nodes[1].arms == [.candidate, .base, .base, .candidate])
    let odd = try CrossoverFixture.plan(nodes: 2, boots: 5)
    for (index, node) in odd.nodes.enumerated() {
      #expect(node.order.count == 10 && node.order.count { $0 == "A" } == 5)
      #expect(node.order.hasPrefix(index == 0 ? "ABBA" : "BAAB"))
      #expect(["ABBA", "BAAB"].contains(String(node.order.dropFirst(4).prefix(4))))
    }
    // What one boots, the next does not.
    #expect(zip(odd.nodes[0].order, odd.nodes[1].order).allSatisfy { $0 != $1 })
  }

  @Test("The same seed gives the same orders, and seeds differ beyond the first four boots")
  func seeds() throws {
    #expect(try CrossoverFixture.plan(boots: 8, seed: 7) == CrossoverFixture.plan(boots: 8, seed: 7))
    let orders = Set(try (0..<20).map { try CrossoverFixture.plan(boots: 8, seed: $0).nodes[0].order })
    #expect(orders.count > 3 && orders.allSatisfy { $0.hasPrefix("ABBA") })
  }

  private static let counted: [(nodes: Int, boots: Int, divisions: Double)] = [
    (1, 2, 6), (3, 2, 216), (3, 3, 8_000), (1, 6, 924), (3, 1, 8), (1, 1, 2),
    // 252³ divisions are drawn: one of 20,000 that are looked at is the least, as 2 of 40,000 would be.
    (3, 5, 40_000),
  ]

  @Test("The smallest p, by counting divisions", arguments: counted)
  func smallest(nodes: Int, boots: Int, divisions: Double) {
    let p = 2 / divisions
    let power = CrossoverPower(nodes: nodes, bootsPerKernel: boots, primaryMetrics: 20)
    #expect(abs(power.smallestP - p) < 1e-9)
    #expect(abs(power.adjusted - min(1, 20 * p)) < 1e-7)
  }

  @Test("What cannot pass is refused beforehand, with what can")
  func hopeless() {
    #expect(
      Self.refusal(nodes: ["n1"], boots: 2)
        == "2+2 boots on 1 node cannot show anything in 20 primary metrics: the smallest p that they can reach is 0.333, "
        + "and less than 0.0025 is asked for (Holm); take 6+6 boots on 1 node, or 2+2 boots on 4 nodes")
    #expect(
      Self.refusal(boots: 2)
        == "2+2 boots on 3 nodes cannot show anything in 20 primary metrics: the smallest p that they can reach is "
        + "0.00926, and less than 0.0025 is asked for (Holm); take 3+3 boots on 3 nodes, or 2+2 boots on 4 nodes"
    )
    #expect(Self.refusal(boots: 2, metrics: 5) == nil)
    #expect(Self.refusal(boots: 2, metrics: 6) != nil)
    #expect(Self.refusal(boots: 3) == nil)
    #expect(Self.refusal(nodes: ["n1"], boots: 6) == nil)
    #expect(Self.refusal(nodes: ["n1"], boots: 5) != nil)
  }

  @Test("What is refused can be done as it says")
  func advice() throws {
    for nodes in 1...4 {
      for boots in 1...4 {
        let power = CrossoverPower(nodes: nodes, bootsPerKernel: boots, primaryMetrics: 20)
        let more = try #require(power.bootsNeeded)
        let wider = try #require(power.nodesNeeded)
        #expect(CrossoverPower(nodes: nodes, bootsPerKernel: more, primaryMetrics: 20).suffices)
        #expect(CrossoverPower(nodes: wider, bootsPerKernel: boots, primaryMetrics: 20).suffices)
        if more > 1 {
          #expect(!CrossoverPower(nodes: nodes, bootsPerKernel: more - 1, primaryMetrics: 20).suffices)
        }
        if wider > 1 {
          #expect(!CrossoverPower(nodes: wider - 1, bootsPerKernel: boots, primaryMetrics: 20).suffices)
        }
        #expect(power.suffices == (power.refusal == nil))
      }
    }
  }

  @Test("What is no plan is refused")
  func bad() {
    #expect(Self.refusal(nodes: []) == "a crossover takes 1 to 1024 nodes, not 0")
    #expect(Self.refusal(nodes: ["n1", "n1"]) == "node n1 is named twice; name each once")
    #expect(Self.refusal(nodes: ["n1", ""]) == "a node has no name")
    #expect(Self.refusal(boots: 0)?.hasSuffix("not 0") == true)
    #expect(Self.refusal(boots: 65)?.hasSuffix("not 65") == true)
    #expect(Self.refusal(metrics: 0) == "a crossover needs a primary metric to judge by")
    for level in [0, 1, -0.1, .nan] { #expect(Self.refusal(level: level)?.hasPrefix("a level of ") == true) }
    #expect(Self.refusal(base: "A", candidate: "A")?.hasPrefix("a crossover compares two kernels") == true)
    #expect(Self.refusal(base: "")?.hasPrefix("a crossover compares two kernels") == true)
  }

  @Test("The plan as people read it")
  func text() throws {
    let plan = try CrossoverPlan(
      nodes: ["n1", "node2", "n3"], bootsPerKernel: 2, primaryMetrics: 4, base: "6.1.0-47",
      candidate: "6.1.0-56")
    #expect(
      plan.description == """
        A is 6.1.0-47, B is 6.1.0-56: 2+2 boots on each of 3 nodes, 4 primary metrics
          n1     A B B A
          node2  B A A B
          n3     A B B A
        The smallest p that can be reached is 0.00926; adjusted for 4 metrics (Holm) 0.037, below the level of 0.05.
        In each phase boot the kernel of its letter on each node, then record the phase; reboot before the next one even \
        where the kernel stays the same: a boot is what is counted.
        """)
  }

  private static let told: [(value: Double, text: String)] = [
    (0.333333, "0.333"), (0.00925925, "0.00926"), (1, "1"), (0.05, "0.05"), (12.34, "12.3"), (0, "0"),
    (1_234.5, "1235"), (1e-12, "less than 0.000000001"),
  ]

  @Test("Numbers with three digits that count", arguments: told)
  func numbers(value: Double, text: String) {
    #expect(CrossoverText.number(value) == text)
  }
}
