import Foundation
import Platform
import TestSupport
import Testing

/// A machine whose workload is 10 % better with swappiness 10, and not at all with the others.
struct TrialBench {
  let tree: TemporaryTree
  private static let knobs = ["swappiness", "b", "c"]

  init(profile body: String = "settings:\n  - {key: sysctl/vm.swappiness, value: 10, why: w} # mine\n")
    throws
  {
    let catalog = Self.knobs.map {
      "  - {key: sysctl/vm.\($0), type: integer, range: [0, 200], about: a, risk: \"low: none\", source: s}\n"
    }
    tree = try TemporaryTree([
      "p/catalog.yaml": "schema: assay.catalog/1\nknobs:\n" + catalog.joined(),
      "p/test.yaml": "schema: assay.profile/1\nname: test\nsummary: s\n" + body,
      "host/proc/sys/kernel/osrelease": "6.8.0\n", "host/proc/sys/kernel/random/boot_id": "boot-1\n",
      "host/sys/x": "1",
    ])
    for knob in Self.knobs { try tree.write("host/proc/sys/vm/\(knob)", "60\n") }
  }

  var profile: String { "\(tree.path)/p/test.yaml" }
  private var place: [String] { ["--root", "\(tree.path)/host", "--state-dir", "\(tree.path)/state"] }

  /// Prints 110 or 100.
  var workload: String {
    "if [ \"$(cat \(tree.path)/host/proc/sys/vm/swappiness)\" = 10 ]; then echo score: 110; else echo score: 100; fi"
  }

  /// The same, and with swappiness 10 does not end until it is killed, or somebody writes a line to `hold`.
  func holdingWorkload() throws -> String {
    try #require(mkfifo("\(tree.path)/hold", 0o600) == 0)
    return
      "if [ \"$(cat \(tree.path)/host/proc/sys/vm/swappiness)\" = 10 ]; then read line < \(tree.path)/hold; fi; \(workload)"
  }

  /// Lets a workload end that outlived the trial that was killed.
  func release() throws {
    // Opened for both, it waits for nobody.
    let hold = try #require(FileHandle(forUpdatingAtPath: "\(tree.path)/hold"))
    try hold.write(contentsOf: Data("\n".utf8))
    try hold.close()
  }

  func words(_ command: String, _ more: [String], workload: String? = nil) -> [String] {
    [command, "--allow-debug", "--out", "\(tree.path)/out", "--seed", "7", "--settle-within", "1ms"] + place
      + ["--catalog", "\(tree.path)/p/catalog.yaml", "--workload", workload ?? self.workload]
      + ["--metric-regex", "score: ([0-9]+)"] + more
  }

  func run(_ command: String, _ more: [String], workload: String? = nil) async throws -> Tool.Result {
    try await Tool.run("assay", words(command, more, workload: workload))
  }

  func tune(_ action: String) async throws -> Tool.Result {
    try await Tool.run("assay-tune", [action] + place)
  }

  var swappiness: String { Files.fact("\(tree.path)/host/proc/sys/vm/swappiness") ?? "" }
  /// The values of all knobs, in the order of their names' list.
  var settings: [String] { Self.knobs.map { Files.fact("\(tree.path)/host/proc/sys/vm/\($0)") ?? "" } }
  /// What `settings` are at first.
  static let original = ["60", "60", "60"]
  var journals: [String] {
    ((try? Files.names(in: "\(tree.path)/state")) ?? []).filter { $0.hasSuffix(".journal") }
  }
  var text: String { (try? Files.text(profile)) ?? "" }
}
