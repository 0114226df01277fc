import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Tuning

@Suite struct StateDirectoryTests {
  private func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func itIsMadeForItsOwnerAlone() throws {
    let tree = try TemporaryTree()
    let state = try StateDirectory("\(tree.path)/var/lib/assay", creating: true)
    #expect(try Ownership(of: state.path).mode == 0o700)
  }

  @Test func oneThatOthersCanWriteToIsRefused() throws {
    let tree = try TemporaryTree(["state/x": ""])
    #expect(chmod("\(tree.path)/state", 0o777) == 0)
    let problem = problem { _ = try StateDirectory("\(tree.path)/state", creating: true) }
    #expect(
      problem?.hasSuffix("others may write to it; make it root's alone: chown root, chmod 0700") == true)
    #expect(chmod("\(tree.path)/state", 0o700) == 0)
    #expect(chmod(tree.path, 0o777) == 0)
    #expect(
      self.problem { _ = try StateDirectory("\(tree.path)/state", creating: true) }?.hasPrefix(
        "\(tree.path), above \(tree.path)/state: others may write to it") == true)
  }

  @Test func aLinkIsRefused() throws {
    let tree = try TemporaryTree(["real/x": ""])
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/state", withDestinationPath: "\(tree.path)/real")
    #expect(
      problem { _ = try StateDirectory("\(tree.path)/state", creating: true) }?.contains("is no directory")
        == true)
    #expect(
      problem { _ = try StateDirectory("relative", creating: true) }?.contains("needs a path from /") == true)
  }

  @Test func oneAtATime() throws {
    let bench = try TuningBench()
    let lock = try bench.tuner.state.lock()
    #expect(throws: TuningProblem.locked) { try bench.apply("p", ("vm.swappiness", "10")) }
    #expect(throws: TuningProblem.locked) { try bench.tuner.revert(nil) }
    #expect(try bench.tuner.status().isEmpty, "looking needs no lock")
    #expect(bench.kind.written.isEmpty)
    withExtendedLifetime(lock) {}
  }

  @Test func aJournalThatOthersCouldHaveWrittenIsNotBelieved() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    let path = "\(bench.tree.path)/state/\(try #require(bench.journals.first))"
    #expect(chmod(path, 0o666) == 0)
    let refusal = "not a plain file that only its owner may write"
    #expect(problem { _ = try bench.tuner.revert(nil) }?.contains(refusal) == true)
    #expect(problem { _ = try bench.tuner.verify(nil) }?.contains(refusal) == true)
    #expect(chmod(path, 0o600) == 0)
    try FileManager.default.linkItem(atPath: path, toPath: "\(bench.tree.path)/elsewhere")
    #expect(problem { _ = try bench.tuner.revert(nil) }?.contains(refusal) == true)
    try FileManager.default.removeItem(atPath: "\(bench.tree.path)/elsewhere")
    #expect(bench.kind["vm.swappiness"] == "10", "nothing was written on its word")
    #expect(try bench.tuner.revert(nil).failures.isEmpty)
  }

  @Test func aDamagedJournalIsNamedWithItsLine() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    let path = "\(bench.tree.path)/state/\(try #require(bench.journals.first))"
    var bytes = try Files.bytes(path)
    bytes[bytes.count / 2] ^= 4
    try Files.replace(path, with: bytes)
    let problem = problem { _ = try bench.tuner.recover() }
    #expect(problem?.contains("\(path):2: the checksum does not fit") == true, "\(problem ?? "")")
    #expect(bench.kind["vm.swappiness"] == "10")
  }

  @Test func aJournalThatHadNotBegunIsRemoved() throws {
    let bench = try TuningBench()
    try AppendedFile("\(bench.tree.path)/state/000007.journal").append(Array("0000".utf8))
    #expect(try bench.tuner.recover().steps.isEmpty)
    #expect(bench.journals.isEmpty)
  }

  /// A full disk: no record of the old values can be made durable.
  @Test(arguments: ["reserve space for", "write", "sync"])
  func withoutARecordNothingIsApplied(operation: String) throws {
    let bench = try TuningBench()
    let failing = problem {
      try SystemCall.withForcedFailures({ asked, subject in
        asked == operation && subject?.hasSuffix(".journal") == true ? ENOSPC : nil
      }) { _ = try bench.apply("p", ("vm.swappiness", "10")) }
    }
    #expect(failing?.contains("no space left on the device") == true, "\(failing ?? "")")
    #expect(failing?.contains("nothing is changed") == true)
    #expect(bench.kind.written.isEmpty && bench.journals.isEmpty)
  }

  /// The disk is full in the middle: what was written comes back all the same.
  @Test func aDiskThatFillsUpMeanwhileCostsNoOldValue() throws {
    let bench = try TuningBench()
    let writes = Mutex(0)
    let failing = problem {
      try SystemCall.withForcedFailures({ asked, subject in
        guard asked == "write", subject?.hasSuffix(".journal") == true else { return nil }
        // The first write is the record of the old values.
        return writes.withLock {
          $0 += 1; return $0 > 2
        } ? ENOSPC : nil
      }) { _ = try bench.apply("p", ("vm.swappiness", "10"), ("vm.stat_interval", "9")) }
    }
    #expect(failing?.contains("no space left on the device") == true, "\(failing ?? "")")
    #expect(bench.kind.values == TuningBench.usual)
  }
}
