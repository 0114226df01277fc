import Foundation
import Platform
import Synchronization
import Testing

/// A machine captured with `hwloc-gather-topology`, unpacked once per process.
struct CapturedMachine: Sendable, CustomTestStringConvertible {
  /// The archive's name without `.tar.bz2`.
  let name: String
  var testDescription: String { name }

  static let all = [
    "16amd64-8n2c-cpusets", "20em64t-hybrid-1p6c2t+2ca4co1t", "32amd64-4s2n4c-cgroup2",
    "96em64t-4no4pa3ca2co",
    "nvidiagpunumanodes", "offline-cpu0-node0",
  ].map(CapturedMachine.init)

  static func named(_ name: String) throws -> CapturedMachine {
    try #require(all.first { $0.name == name })
  }

  /// The directory that holds the machine's `/sys` and `/proc`.
  var directory: String {
    get throws { try Self.unpacked.get()[name] ?? { throw Missing(name: name) }() }
  }

  struct Missing: Error { let name: String }

  private static let unpacked = Result { try unpack() }

  private static func unpack() throws -> [String: String] {
    let tar = try #require(Program.find("tar"), "tar is needed to unpack the captured machines")
    let archives = Bundle.module.bundleURL.path + "/Topologies"
    let base = try TemporaryTree.reserve("captured")
    var directories: [String: String] = [:]
    for machine in all {
      let target = "\(base)/\(machine.name)"
      try Files.createDirectories(target)
      let outcome = try Program.run(tar, ["-xjf", "\(archives)/\(machine.name).tar.bz2", "-C", target])
      try #require(outcome.code == 0, "tar could not unpack \(machine.name); is bzip2 installed?")
      let top = try #require(try Files.names(in: target).first)
      directories[machine.name] = "\(target)/\(top)"
    }
    return directories
  }
}
