/// Why a Linux guest is not migrated: this QEMU would corrupt it.
public struct LinuxGuestRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// The QEMU.
  public let version: QEMUVersion
  /// What would run the guest.
  public let accelerator: Accelerator

  /// For people.
  public var description: String {
    "QEMU \(version) under \(accelerator.rawValue.uppercased()) loses writes of a Linux guest during live migration "
      + "(fixed in \(LinuxGuest.leastTranslator.major).\(LinuxGuest.leastTranslator.minor)): take --guest beacon, "
      + "a QEMU of \(LinuxGuest.leastTranslator.major).\(LinuxGuest.leastTranslator.minor) or later (--qemu PATH), "
      + "or a host with KVM"
  }
}

extension LinuxGuest {
  /// The first QEMU whose translator notices every write of a guest that migrates: before, the dirty bitmap's fast path
  /// forgot the translation buffer, and pages arrived stale. Migrations of half a second often go well all the same;
  /// with 7.2.22, two of two that took 15 s over 4 MB/s ended in a damaged page or in a panic of the guest's kernel.
  public static let leastTranslator = QEMUVersion(9, 0)

  /// Whether a guest that takes no care of its own may be migrated; call it before one is started.
  ///
  /// - Throws: `LinuxGuestRefusal`, with the reason and what to do.
  public static func check(version: QEMUVersion, accelerator: Accelerator) throws(LinuxGuestRefusal) {
    guard accelerator == .kvm || version >= leastTranslator else {
      throw LinuxGuestRefusal(version: version, accelerator: accelerator)
    }
  }
}
