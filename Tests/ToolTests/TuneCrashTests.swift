import Foundation
import Platform
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// kill -9 right after each system call of apply and of revert: whatever was reached, recovery makes all of it or nothing.
///
/// Every call is struck with `ASSAY_CRASH_EVERY=1` (`make crash`); the tests take every so many.
@Suite(.serialized, .enabled(if: Crash.program != nil, "needs a C compiler, the sources and ptrace"))
struct TuneCrashTests {
  /// What is struck.
  private struct Blow {
    var action: String
    var more: [String] = []
    var host: () throws -> TuneHost = { try TuneHost() }
    var prepare: (TuneHost) async throws -> Void = { _ in }
    /// Whether what was before the action may stay as well: it is whole.
    var maySpare = false
  }

  /// Kills at each call that is struck, and judges what recovery makes of it.
  ///
  /// - Returns: how many calls there are, how many were struck, and what each came to.
  private func strike(
    _ blow: Blow, every: Int
  ) async throws -> (calls: Int, struck: Int, applied: Int, reverted: Int) {
    let start = "/state/lock"
    let action = blow.action
    let whole = try blow.host()
    let original = try whole.snapshot()
    try await blow.prepare(whole)
    let first = try whole.snapshot()
    let ended = try await Crash.run(0, start, whole.words(action, blow.more))
    #expect(ended.signal == nil)
    let last = try whole.snapshot()
    #expect(first != last, "\(action) changes something")
    let standing = [action == "revert" ? first : last] + (blow.maySpare ? [first] : [])
    var result = (calls: ended.calls, struck: 0, applied: 0, reverted: 0)
    for number in stride(from: 1, through: ended.calls, by: every) {
      let host = try blow.host()
      try await blow.prepare(host)
      let crash = try await Crash.run(number, start, host.words(action, blow.more))
      // The last calls of a process may be fewer from run to run.
      guard crash.signal == SIGKILL else { continue }
      result.struck += 1
      let recovery = try await host.run("recover")
      #expect(recovery.code == 0, "call \(number): \(recovery.output)\(recovery.errors)")
      let now = try host.snapshot()
      if now == original {
        result.reverted += 1
        #expect(host.journals.isEmpty, "call \(number)")
        #expect(host.unitFolders.isEmpty, "call \(number)")
      } else if standing.contains(now) {
        result.applied += 1
        #expect(host.journals.count == 1, "call \(number)")
        #expect(try await host.run("verify").code == 0, "call \(number)")
        #expect(try await host.run("revert").code == 0, "call \(number)")
        #expect(try host.snapshot() == original, "call \(number)")
      } else {
        let differing = now.filter { original[$0.key] != $0.value }.keys.sorted()
        Issue.record("call \(number) of \(action): neither applied nor reverted: \(differing)")
      }
    }
    return result
  }

  private static let every = Console.environment("ASSAY_CRASH_EVERY").flatMap { Int($0) } ?? 23

  private func tell(_ action: String, _ result: (calls: Int, struck: Int, applied: Int, reverted: Int)) {
    print(
      "crash matrix, \(action): \(result.calls) system calls, \(result.struck) struck by SIGKILL: "
        + "\(result.reverted) fully reverted, \(result.applied) fully applied, "
        + "\(result.struck - result.applied - result.reverted) other")
  }

  @Test func applyIsAllOrNothing() async throws {
    let result = try await strike(Blow(action: "apply"), every: Self.every)
    tell("apply", result)
    #expect(result.struck > 0 && result.applied + result.reverted == result.struck)
    #expect(result.reverted > 0)
  }

  @Test func revertIsAllOrNothing() async throws {
    let result = try await strike(
      Blow(
        action: "revert",
        prepare: { host in
          let apply = try await host.run("apply")
          #expect(apply.code == 13)
        }), every: Self.every)
    tell("revert", result)
    #expect(result.struck > 0 && result.applied + result.reverted == result.struck)
    #expect(result.reverted > 0)
  }

  // MARK: With files that last, and a boot guard

  private static let lasting = ["--persist", "--confirm-within", "10000s"]

  private static func applyLasting(_ host: TuneHost) async throws {
    let apply = try await Tool.run("assay-tune", host.words("apply", lasting))
    #expect(apply.code == 13, "\(apply.errors)")
  }

  @Test func applyWithABootGuardIsAllOrNothing() async throws {
    let blow = Blow(action: "apply", more: Self.lasting, host: { try TuneHost(hasSystemd: true) })
    let result = try await strike(blow, every: Self.every)
    tell("apply with a boot guard", result)
    #expect(result.reverted > 0 && result.applied + result.reverted == result.struck)
  }

  @Test func confirmLeavesTheGuardOrTakesItWhole() async throws {
    let blow = Blow(
      action: "confirm", host: { try TuneHost(hasSystemd: true) }, prepare: Self.applyLasting, maySpare: true)
    let result = try await strike(blow, every: min(Self.every, 5))
    tell("confirm", result)
    #expect(result.applied > 0 && result.applied == result.struck)
  }

  /// The boot after one that was to be confirmed.
  @Test func theBootGuardTakesBackAllOrIsHelpedByRecovery() async throws {
    let blow = Blow(
      action: "guard", more: ["--boot", "1"], host: { try TuneHost(hasSystemd: true, hasBootWords: false) },
      prepare: { host in
        let apply = try await Tool.run("assay-tune", host.words("apply", Self.lasting))
        #expect(apply.code == 0, "\(apply.errors)")
        try host.reboot(to: "boot-2")
      })
    let result = try await strike(blow, every: Self.every)
    tell("boot guard", result)
    #expect(result.reverted > 0 && result.reverted == result.struck)
  }
}

/// The program that kills another one after a system call of a given number: Tests/CCrash, compiled once.
enum Crash {
  static let program: String? = {
    guard let compiler = Compiler("cc") ?? Compiler("clang"),
      let source = Compiler.path(of: "Tests/CCrash/crash.c"),
      let folder = try? TemporaryTree.reserve("crash")
    else { return nil }
    let said = try? compiler.complaints(
      ["-O2", "-Wall", "-Wextra", "-Werror", "-o", "\(folder)/crash", source])
    return said == "" ? "\(folder)/crash" : nil
  }()

  /// What was seen.
  struct Ending {
    var calls: Int
    var signal: Int32?
    var code: Int32?
  }

  /// Runs a tool and kills it after a call; with 0 lets it end.
  static func run(
    _ number: Int, _ start: String, tool: String = "assay-tune", _ words: [String]
  ) async throws -> Ending {
    let result = try await Subprocess.run(
      .path(FilePath(program ?? "")),
      arguments: Arguments(["\(number)", start, Tool.path(tool)] + words),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    // The tool's own output may come before.
    let lines = result.standardOutput.split(separator: "\n").suffix(2).map { $0.split(separator: " ") }
    guard lines.count == 2, lines[0].first == "calls", lines[0].count == 2, let calls = Int(lines[0][1]),
      let value = Int32(lines[1].last ?? "")
    else { throw Unreadable(text: result.standardOutput + result.standardError) }
    return lines[1].first == "signal"
      ? Ending(calls: calls, signal: value, code: nil) : Ending(calls: calls, signal: nil, code: value)
  }

  struct Unreadable: Error { let text: String }
}
