internal import Advice
internal import Platform
internal import VirtualMachine

/// The boot of a twin with the words that claims are about: what a kernel says of them that no running one can be asked.
enum ClaimsTwin {
  /// Four CPUs, so that words that name some (`isolcpus=2-3`) name CPUs that there are.
  private static let topology = "1x4"

  /// Boots once with all words.
  ///
  /// - Throws: `TwinError`; `CancellationError` when an end was asked for.
  static func boot(with words: [String]) async throws -> TwinBoot {
    let qemu = try QEMU()
    let image = try await TwinImage(kernel: try await KernelCache().kernel(.latest))
    let machine = TwinMachine(
      shape: try TwinShape(text: topology), image: image, disk: try await StateDisk(),
      accelerator: try await qemu.chooseAccelerator().accelerator, kernelParameters: words)
    let log = try await Twin.withRunning(machine, on: qemu) { try await $0.check("dmesg") }
    return TwinBoot(release: image.kernel.release, log: log)
  }

  /// What a twin adds to what is known of claims.
  ///
  /// - Returns: the assessments, and where no twin came up why, in one line.
  static func assess(_ assessments: [ClaimAssessment]) async throws -> (
    assessments: [ClaimAssessment], note: String?
  ) {
    let words = assessments.filter(\.isForTwin).compactMap(\.subject)
    if words.isEmpty { return (assessments, nil) }
    let booting = Task { try await boot(with: words) }
    // Cancelled means that QEMU is killed, and waited for.
    AssayTool.interruption.onRequest { booting.cancel() }
    do {
      let boot = try await booting.value
      return (assessments.map { $0.after(boot) }, nil)
    } catch let error as TwinError where !AssayTool.interruption.isRequested {
      return (assessments, "no twin was booted with the words of the claims: \(error.description.oneLine)")
    }
  }
}
