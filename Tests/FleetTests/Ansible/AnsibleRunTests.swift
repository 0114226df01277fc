import Foundation
import Platform
import TestSupport
import Testing

@testable import Fleet

@Suite struct AnsibleRunTests {
  private static let hasTools = Program.find("chrt") != nil && Program.find("ps") != nil

  /// A directory with a program in place of ansible-playbook.
  private static func tree(_ script: String) throws -> TemporaryTree {
    let tree = try TemporaryTree()
    let path = "\(tree.path)/ansible-playbook"
    try Files.replace(path, with: Array("#!/bin/sh\n\(script)\n".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return tree
  }

  private static func run(in tree: TemporaryTree) async throws -> (code: Int, said: String) {
    let run = AnsibleRun(
      programs: AnsiblePrograms(directory: tree.path), playbook: "play.yml", arguments: ["-i", "hosts"],
      log: "\(tree.path)/log")
    let code = try await run.run(interruption: Interruption()) { _ in }
    return (code, try Files.text("\(tree.path)/log"))
  }

  @Test("Its words, what it says and its exit code are passed on")
  func passedOn() async throws {
    let (code, said) = try await Self.run(in: Self.tree(#"echo "$@"; echo wrong >&2; exit 4"#))
    #expect(code == 4)
    #expect(said == "-i hosts play.yml\nwrong\n")
  }

  @Test(
    "Ansible, which looks all the time, does not interrupt what is measured on its own host",
    .enabled(if: hasTools))
  func batch() async throws {
    let (code, said) = try await Self.run(in: Self.tree(#"chrt --pid $$; ps -o ni= -p $$"#))
    #expect(code == 0)
    #expect(said.contains("SCHED_BATCH"), "\(said)")
    #expect(said.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 0 > 0, "\(said)")
  }
}
