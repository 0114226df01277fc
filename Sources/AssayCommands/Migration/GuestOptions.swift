internal import ArgumentParser
internal import VirtualMachine

/// What is migrated, where it is a guest of our own, on the command line.
struct GuestOptions: ParsableArguments {
  /// A guest of our own.
  enum Guest: String, CaseIterable {
    case beacon, linux
  }

  @Option(
    help: "What is migrated: beacon (a boot sector of our own), linux (with KVM, or QEMU 9 and newer).",
    transform: ArgumentText.choice(Guest.self))
  var guest: Guest?

  @Option(
    help:
      "The kernel of --guest linux: a Debian package's name or a .deb file; without it Debian's present one.",
    transform: Self.kernel)
  var kernel: KernelSource?

  func validate() throws {
    if kernel != nil, guest != .linux { throw ValidationError("--kernel is for --guest linux") }
  }

  /// Whether the user named one.
  var isNamed: Bool { guest != nil }

  /// What to boot, once it is known to be safe: a kernel is fetched for nothing else.
  ///
  /// - Throws: `MigrationUnavailable` where it would be corrupted, or where no kernel can be had; a `UsageRefusal` for a
  ///   kernel that is none.
  func system(version: QEMUVersion, accelerator: Accelerator) async throws -> GuestSystem {
    guard guest == .linux else { return .beacon }
    do { try LinuxGuest.check(version: version, accelerator: accelerator) } catch {
      throw MigrationUnavailable(error)
    }
    do {
      return .linux(try await KernelCache().kernel(kernel ?? .latest))
    } catch let error as TwinError {
      if error.kind == .badRequest { throw KernelRefusal(description: error.description) }
      throw MigrationUnavailable(error)
    }
  }

  private static func kernel(_ text: String) throws -> KernelSource {
    do { return try KernelSource(text: text) } catch { throw ValidationError(error.description) }
  }
}

/// A kernel that cannot be booted.
private struct KernelRefusal: UsageRefusal {
  let description: String
}
