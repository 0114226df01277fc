import Host
import Platform
import Testing

@testable import Tuning

@Suite struct CPUExpressionTests {
  /// Nodes {0-3,8-11} and {4-7,12-15}; core 0 is CPUs 0 and 8.
  private let host = Topology.twoThreaded(nodes: 2, coresPerNode: 4)

  @Test(arguments: [
    ("0-3,8", "0-3,8"), ("all", "0-15"), ("online", "0-15"), ("housekeeping", "0,4,8,12"),
    ("housekeeping(per-node: 1)", "0,4,8,12"), ("housekeeping(per-node=2)", "0-1,4-5,8-9,12-13"),
    ("housekeeping(per-node: 0)", ""), ("housekeeping(per-node: 99)", "0-15"),
    ("node(1)", "4-7,12-15"), ("node(0).cores - housekeeping", "1-3,9-11"), ("node(0).cpus", "0-3,8-11"),
    ("all - housekeeping", "1-3,5-7,9-11,13-15"), ("package(1) & 0-5", "4-5"), ("0 + 2 + 4", "0,2,4"),
    ("all - (node(0) + 15)", "4-7,12-14"), ("all - 0 - 1", "2-15"), ("guests", "2-3"), ("all-0", nil),
  ])
  func resolves(text: String, cpus: String?) throws {
    let names = ["guests": CPUSet([2, 3])]
    if let cpus {
      #expect(try CPUExpression(text).resolve(host, names: names).description == cpus)
    } else {
      #expect(throws: CPUExpression.Problem.self) { try CPUExpression(text).resolve(host, names: names) }
    }
  }

  @Test(arguments: [
    "", "-", "0 -", "(0", "0)", "node", "node()", "node(x)", "node(-1)", "node(0", "node(0).threads", "3-1",
    "0,", "housekeeping(1)", "housekeeping(per-core: 1)", "node(per-node: 1)", "0 1", "0 * 1", "nonsense(1)",
    "node(99999999999999999999)", "\(String(repeating: "(", count: 40))0", "é",
  ])
  func whatIsNoExpressionSaysWhatIsExpected(text: String) throws {
    do {
      let expression = try CPUExpression(text)
      _ = try expression.resolve(host)
      Issue.record("'\(text)' was accepted")
    } catch {
      #expect(!error.isHosts)
      #expect(error.description.contains("'\(text)'"))
    }
  }

  @Test(arguments: ["node(7)", "package(2)"])
  func whatThisHostDoesNotHaveIsTheHosts(text: String) throws {
    do {
      _ = try CPUExpression(text).resolve(host)
      Issue.record("'\(text)' was resolved")
    } catch {
      #expect(error.isHosts)
    }
  }
}
