internal import Platform

/// What a guest boots from. QEMU opens it by this process: it has to live as long as QEMU does.
enum BootMedium {
  /// The boot sector.
  case disk(MemoryFile)
  /// Kernel and first file system.
  case linux(LinuxGuest)

  /// Puts it together, in memory.
  init(_ system: GuestSystem, _ settings: BeaconSettings) throws {
    switch system {
    case .beacon:
      let disk = try MemoryFile()
      try disk.append(BeaconImage.sector(settings))
      self = .disk(disk)
    case .linux(let kernel): self = .linux(try LinuxGuest(kernel: kernel, settings))
    }
  }

  /// QEMU's arguments for source and destination alike.
  ///
  /// - Parameter beats: the number, in QEMU, of one end of a pair of sockets.
  func arguments(accelerator: Accelerator, beats: Int32, megabytes: Int) -> [String] {
    switch self {
    case .disk(let disk):
      BeaconImage.arguments(
        accelerator: accelerator, disk: disk.pathForOthers, beats: beats, megabytes: megabytes)
    case .linux(let guest): guest.arguments(accelerator: accelerator, beats: beats, megabytes: megabytes)
    }
  }
}
