internal import MigrationBenchmark
internal import Host
internal import Platform
internal import VirtualMachine

/// What migrations are measured with on this host, for the time of a Run.
final class MigrationLab: Sendable {
  /// What a plan can count on.
  let facts: MigrationPlan.Facts
  /// What belongs to the Run: QEMU and its version, what runs guests and why, and the kernel of a Linux guest.
  let noted: [String: String]
  private let qemu: QEMU
  private let version: QEMUVersion
  private let choice: AcceleratorChoice
  private let directory: PrivateDirectory

  /// Finds QEMU and tries its accelerators.
  ///
  /// - Parameters:
  ///   - path: QEMU's program; nil finds it in PATH.
  ///   - guest: what is migrated; nil is the usual one.
  /// - Throws: `MigrationUnavailable` without QEMU, or with one that would corrupt the guest.
  init(qemu path: String?, guest: GuestOptions? = nil) async throws {
    do { qemu = try QEMU(path: path) } catch { throw MigrationUnavailable(error) }
    do { version = try qemu.version() } catch { throw MigrationUnavailable(error) }
    choice = try await qemu.chooseAccelerator()
    let system =
      try await guest?.system(version: version, accelerator: choice.accelerator) ?? .beacon
    do { directory = try PrivateDirectory(for: "migration") } catch {
      throw CommandFailure("\(error); set TMPDIR to a directory that you may write to")
    }
    var facts = MigrationPlan.Facts(
      qemu: qemu.path, accelerator: choice.accelerator, directory: directory.path,
      availableBytes: MemoryInfo(root: .live)?.availableBytes.map { Int(clamping: $0) })
    facts.system = system
    self.facts = facts
    var noted = [
      "migration.qemu": qemu.path, "migration.qemu_version": "\(version)",
      "migration.accelerator": "\(choice.accelerator.rawValue): \(choice.reason)",
    ]
    if case .linux(let kernel) = system { noted["migration.guest_kernel"] = kernel.release }
    self.noted = noted
  }

  /// A server that holds other nodes' guests.
  func server(at address: NetworkAddress) throws -> GuestServer {
    try GuestServer(at: address, qemu, version: version, choice)
  }

  /// Removes the directory, with what a killed process left in it.
  func close() { directory.remove() }
}

/// There is no QEMU that could be measured: exit code 77.
struct MigrationUnavailable: Error, CustomStringConvertible {
  let description: String
  init(_ error: any Error) { description = "\(error)" }
}

extension MigrationPlan.Facts {
  /// Of a host that was not looked at yet.
  static let unknown = MigrationPlan.Facts(qemu: "", accelerator: .tcg, directory: "")
}
