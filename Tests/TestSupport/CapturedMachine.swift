import Foundation
public import Host
import Platform

/// A machine captured with `hwloc-gather-topology`, unpacked once per process.
public struct CapturedMachine: Sendable, CustomStringConvertible {
  /// The archive's name without `.tar.bz2`.
  public let name: String
  /// The name.
  public var description: String { name }

  /// Eight nodes with limits of a cgroup, a hybrid laptop, four sockets with limits of a cgroup, 96 CPUs on 16
  /// packages, the memory of GPUs as nodes, an offline first CPU.
  public static let all = [
    "16amd64-8n2c-cpusets", "20em64t-hybrid-1p6c2t+2ca4co1t", "32amd64-4s2n4c-cgroup2",
    "96em64t-4no4pa3ca2co",
    "nvidiagpunumanodes", "offline-cpu0-node0",
  ].map(CapturedMachine.init)

  /// The machine of that name.
  public static func named(_ name: String) throws -> CapturedMachine {
    try all.first { $0.name == name } ?? { throw Missing(name: name) }()
  }

  /// The directory that holds the machine's `/sys` and `/proc`.
  public var directory: String {
    get throws { try Self.unpacked.get()[name] ?? { throw Missing(name: name) }() }
  }

  /// What Assay reads there.
  public var topology: Topology {
    get throws { try Topology.read(fsroot: directory) }
  }

  struct Missing: Error { let name: String }

  /// What is in the way, in words.
  struct CannotUnpack: Error { let reason: String }

  private static let unpacked = Result { try unpack() }

  private static func unpack() throws -> [String: String] {
    guard let tar = Program.find("tar") else {
      throw CannotUnpack(reason: "tar is needed to unpack the captured machines")
    }
    let archives = Bundle.module.bundleURL.path + "/Topologies"
    let base = try TemporaryTree.reserve("captured")
    var directories: [String: String] = [:]
    for machine in all {
      let target = "\(base)/\(machine.name)"
      try Files.createDirectories(target)
      let outcome = try Program.run(tar, ["-xjf", "\(archives)/\(machine.name).tar.bz2", "-C", target])
      guard outcome.code == 0, let top = try Files.names(in: target).first else {
        throw CannotUnpack(reason: "tar could not unpack \(machine.name); is bzip2 installed?")
      }
      directories[machine.name] = "\(target)/\(top)"
    }
    return directories
  }
}
