internal import Platform

/// A guest with Linux that beats like a beacon: Debian's kernel, and one small program of our own as its first process.
///
///     try LinuxGuest.check(version: version, accelerator: .kvm)
///     let guest = try LinuxGuest(kernel: kernel, BeaconSettings(pages: 4096, pagesPerBeat: 2, filledWords: 256))
///     let qemu = try MonitoredQEMU(
///       QEMU(), guest.arguments(accelerator: .kvm, beats: MonitoredQEMU.firstDescriptor), inheriting: [pair.far])
///
/// It sends the beacon's records and writes to the beacon's words; the first beat comes some three seconds after the
/// start under TCG. Its pages are not where `settings.memory` says: it checks them itself (`verifiedBeat`), and says
/// what is wrong (`BeatListener.damages`). The files that QEMU reads live as long as this value.
public struct LinuxGuest: Sendable {
  /// What the kernel has of the memory, in MiB: 64 are enough for Linux 6.12, 60 are not.
  static let kernelMegabytes = 96
  /// Seconds within which every page is looked at once, where all beats come in time.
  static let checkSeconds = 2.0

  /// What it does.
  public let settings: BeaconSettings
  /// What it boots.
  public let kernel: Kernel
  private let archive: MemoryFile

  /// Puts its first file system together, in memory: nothing is left behind however this process ends.
  public init(kernel: Kernel, _ settings: BeaconSettings) throws {
    self.kernel = kernel
    self.settings = settings
    var archive = NewcArchive()
    // Where what its program says goes to.
    archive.addCharacterDevice("dev/console", major: 5, minor: 1)
    try archive.addFile(
      "init", LinuxGuestProgram.file(settings, checks: Self.checks(settings)), mode: 0o755)
    self.archive = try MemoryFile()
    try self.archive.append(archive.bytes)
  }

  /// The least memory of the guest, in MiB: its pages, what the kernel needs to keep books of them, and the kernel.
  public var leastMegabytes: Int { Self.leastMegabytes(settings) }

  static func leastMegabytes(_ settings: BeaconSettings) -> Int {
    kernelMegabytes + (settings.memory.count * 33 / 32 + (1 << 20) - 1) >> 20
  }

  /// QEMU's arguments for source and destination alike; the destination has `-incoming defer` besides.
  ///
  /// What the guest's console says goes where QEMU's own words go, and is among the last lines of a process that ended:
  /// a kernel that panics ends QEMU.
  ///
  /// - Parameters:
  ///   - beats: the number, in QEMU, of one end of a pair of sockets.
  ///   - megabytes: of memory; nil for `leastMegabytes`.
  public func arguments(accelerator: Accelerator, beats: Int32, megabytes: Int? = nil) -> [String] {
    [
      "-no-user-config", "-nodefaults", "-display", "none", "-no-reboot", "-machine", "pc",
      "-accel", accelerator.rawValue, "-cpu", accelerator == .kvm ? "host" : "qemu64",
      "-smp", "1", "-m", "\(megabytes ?? leastMegabytes)",
      "-kernel", kernel.image, "-initrd", archive.pathForOthers,
      "-append", Self.commandLine(accelerator),
      "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
      "-chardev", "socket,id=beats,fd=\(beats)",
      "-device", "isa-debugcon,iobase=0x\(String(BeaconCode.port, radix: 16)),chardev=beats",
    ]
  }

  /// The kernel's command line.
  static func commandLine(_ accelerator: Accelerator) -> String {
    (["console=ttyS0", "quiet", "panic=-1"] + TwinArguments.quickBoot
      + (accelerator == .tcg
        ? ["lpj=\(TwinArguments.loopsPerJiffy)", TwinArguments.withoutCMPXCHG16B] : []))
      .joined(separator: " ")
  }

  /// Pages that it looks at in a beat besides those that it writes to: none where writing comes to all in time, for it
  /// looks at each page before it writes to it.
  static func checks(_ settings: BeaconSettings) -> Int {
    let share = Double(settings.pages) * settings.interval / checkSeconds
    return settings.pagesPerBeat >= share ? 0 : Int(share.rounded(.up))
  }
}
