/// What runs in a guest that beats: the same records, the same load, another memory around it.
public enum GuestSystem: Codable, Sendable, Equatable {
  /// The boot sector of our own: beats half a second after its start, and is safe with every QEMU.
  case beacon
  /// Linux with a program of our own (`LinuxGuest`): beats some three seconds after its start under TCG.
  case linux(Kernel)

  /// The least memory of the guest, in MiB.
  public func leastMegabytes(_ settings: BeaconSettings) -> Int {
    switch self {
    case .beacon: settings.leastMegabytes
    case .linux: LinuxGuest.leastMegabytes(settings)
    }
  }

  /// Whether it may be migrated.
  ///
  /// - Throws: `LinuxGuestRefusal`, with the reason and what to do.
  public func check(version: QEMUVersion, accelerator: Accelerator) throws(LinuxGuestRefusal) {
    switch self {
    case .beacon: return
    case .linux: try LinuxGuest.check(version: version, accelerator: accelerator)
    }
  }
}
