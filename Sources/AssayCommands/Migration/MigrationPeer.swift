internal import Experiment
internal import MigrationBenchmark
internal import VirtualMachine

/// The node to which guests of this one go.
struct MigrationPeer {
  /// Where `assay migration --serve` answers unless told; migrations arrive at the port after it.
  static let usualPort: UInt16 = 9708

  /// Where it answers.
  let node: PeerNode
  /// What belongs to the Run.
  let noted: [String: String]

  /// Finds out whether guests can go there.
  ///
  /// - Parameters:
  ///   - host: what this node is called unless told.
  ///   - lab: what guests run on here.
  /// - Throws: `CommandFailure` when nobody answers there; `MigrationUnavailable` when guests are run by something else.
  init(_ destination: String, _ names: PeerOptions, host: String, _ lab: MigrationLab) throws {
    let destination = try PeerDestination(destination)
    let (address, there) = try destination.answering(usualPort: Self.usualPort) {
      try GuestServer.look(at: $0)
    }
    let here = lab.facts.accelerator
    guard there.accelerator == here else {
      throw MigrationUnavailable(
        CommandFailure(
          "guests run by \(here.rawValue) here and by \(there.accelerator.rawValue) at \(destination.host) "
            + "(\(there.reason)): a guest can only move between two of a kind"))
    }
    node = PeerNode(address, from: names.fromName ?? host, to: names.toName ?? destination.host)
    noted = ["migration.peer": "\(address)", "migration.peer_qemu_version": there.version]
  }
}
