import Foundation
import Platform
import TestSupport
import Testing

/// kill -9 right after a system call of a trial or of a screening, wherever it was: recovery leaves nothing of it behind.
///
/// Some eight calls of each are struck; `ASSAY_CRASH_EVERY=7` (`make crash`) strikes every seventh.
@Suite(.serialized, .enabled(if: Crash.program != nil, "needs a C compiler, the sources and ptrace"))
struct TrialCrashTests {
  private static let every = Console.environment("ASSAY_CRASH_EVERY").flatMap { Int($0) }
  private static let struckUsually = 8

  /// - Returns: calls in all, calls that were struck, and after how many of these something was in place.
  private func strike(
    _ command: String, _ more: (TrialBench) -> [String]
  ) async throws -> (calls: Int, struck: Int, left: Int) {
    func blow(_ number: Int, on bench: TrialBench) async throws -> Crash.Ending {
      try await Crash.run(number, "/state/lock", tool: "assay", bench.words(command, more(bench)))
    }
    let ended = try await blow(0, on: TrialBench())
    try #require(ended.signal == nil && ended.calls > 0)
    var result = (calls: ended.calls, struck: 0, left: 0)
    let step = Self.every.map { max(7, $0) } ?? max(1, ended.calls / Self.struckUsually)
    for number in stride(from: 1, through: ended.calls, by: step) {
      let bench = try TrialBench()
      // How many calls there are depends on how the workload's end is learnt of.
      guard try await blow(number, on: bench).signal == SIGKILL else { continue }
      result.struck += 1
      if bench.settings != TrialBench.original { result.left += 1 }
      let recovery = try await bench.tune("recover")
      #expect(recovery.code == 0, "call \(number): \(recovery.output)\(recovery.errors)")
      #expect(bench.settings == TrialBench.original, "call \(number)")
      #expect(bench.journals.isEmpty, "call \(number)")
      let status = try await bench.tune("status")
      #expect(status.code == 0 && !status.output.contains("trial-"), "call \(number): \(status.output)")
    }
    print(
      "crash matrix, \(command): \(result.calls) system calls, \(result.struck) struck by SIGKILL: "
        + "settings were in place after \(result.left), after recovery after none")
    return result
  }

  @Test func aKilledTrialLeavesNothing() async throws {
    let result = try await strike("trial") { [$0.profile, "--pairs", "2", "--dry-run"] }
    #expect(result.struck > 0 && result.left > 0)
  }

  @Test func aKilledScreeningLeavesNothing() async throws {
    let knobs = ["swappiness=10", "b=5"].flatMap { ["--knob", "sysctl/vm.\($0)"] }
    let result = try await strike("screen") { _ in knobs + ["--runs", "8", "--no-fold-over", "--no-confirm"] }
    #expect(result.struck > 0 && result.left > 0)
  }
}
