import Experiment
import Platform
import TestSupport
import Testing

@testable import Advice

@Suite struct WorkloadTests {
  private func run(_ command: String, regex: String = "score: ([0-9.]+)", timeLimit: Double = 3600)
    async throws
    -> Double
  {
    let workload = try WorkloadCommand(command, regex: regex, unit: "op/s", timeLimit: timeLimit)
    let report = try await WorkloadExecutor().execute(try workload.part(), padding: 7)
    #expect(report.measurements.map(\.id) == ["workload.value"])
    #expect(report.measurements.map(\.labels) == [["command": workload.label]])
    #expect(report.measurements.map(\.unit) == ["op/s"])
    return try #require(report.measurements.first).value
  }

  private func refusal(_ command: String, timeLimit: Double = 3600) async -> String {
    do {
      return "\(try await run(command, timeLimit: timeLimit))"
    } catch {
      return "\(error)"
    }
  }

  @Test func theMetricSaysWhatWasRun() throws {
    func label(_ command: String) throws -> String { try WorkloadCommand(command, regex: "([0-9]+)").label }
    #expect(try label("./bench  --seconds 5\n") == "./bench --seconds 5")
    #expect(try label("echo 'score: 5'") == "echo 'score:5'")
    #expect(try label(String(repeating: "x", count: 100)) == String(repeating: "x", count: 59) + "…")
  }

  @Test func theLastNumberCounts() async throws {
    #expect(try await run("echo 'score: 1'; echo 'score: 42.5 op/s'") == 42.5)
  }

  @Test func aCommandThatFailsIsOneLine() async {
    let text = await refusal("echo 'score: 5'; echo 'no such table' >&2; exit 3")
    #expect(text == "the workload ended with code 3: no such table")
  }

  @Test func aCommandWithoutANumberIsOneLine() async {
    #expect(
      await refusal("echo hello")
        == "the workload printed nothing that --metric-regex 'score: ([0-9.]+)' fits: it ended with 'hello'")
    #expect(await refusal("echo 'score: 1.2.3'").contains("printed '1.2.3' where"))
    #expect(await refusal("echo 'score: 0'").contains("only numbers above 0"))
  }

  @Test func aCommandThatHangsIsKilledWithAllThatItStarted() async throws {
    let tree = try TemporaryTree()
    // On a machine that is busy with other tests the time may be over before the command has begun: then once more.
    repeat {
      let text = await refusal("sleep 600 & echo $! > \(tree.path)/child; wait", timeLimit: 1)
      #expect(text == "the workload was killed after 1 s without an end")
    } while Files.fact("\(tree.path)/child") == nil
    let child = try Files.text("\(tree.path)/child").trimmingSpace()
    // Killed in this moment: it may take another to be gone, or a zombie until init has taken note.
    for _ in 0..<200 where isAlive(child) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(!isAlive(child))
  }

  private func isAlive(_ process: String) -> Bool {
    let stat = Files.fact("/proc/\(process)/stat")?.split(separator: ")").last
    return stat?.split(separator: " ").first.map { $0 != "Z" && $0 != "X" } ?? false
  }

  @Test(arguments: [
    ("a", 0), ("(a)", 1), ("(?:a)(b)", 1), ("(a)(b)", 2), (#"\((a)"#, 1), ("[(](a)", 1), ("(?<n>a)", 1),
  ])
  func groupsAreCounted(regex: String, count: Int) {
    #expect(WorkloadCommand.groups(regex) == count)
  }

  @Test(arguments: ["", "  "]) func anEmptyCommandIsRefused(command: String) {
    #expect { try WorkloadCommand(command, regex: "(a)") } throws: { ($0 as? TrialProblem)?.kind == .refused }
  }

  @Test(arguments: ["[", "no group", "(a)(b)"]) func anExpressionWithoutItsGroupIsRefused(regex: String) {
    #expect { try WorkloadCommand("true", regex: regex) } throws: { ($0 as? TrialProblem)?.kind == .refused }
  }

  @Test func otherPartsGoToTheOtherExecutor() async throws {
    struct Other: SampleExecutor {
      func execute(_ part: Part, padding: Int) async throws -> SampleReport {
        SampleReport(notMeasurable: "other")
      }
    }
    let part = Part(id: "memory.x", benchmark: "memory", workload: "{}", timeLimit: 1)
    #expect(try await WorkloadExecutor(others: Other()).execute(part, padding: 0).notMeasurable == "other")
  }
}
