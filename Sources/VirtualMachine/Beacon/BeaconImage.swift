/// The boot sector of a beacon.
public enum BeaconImage {
  /// Bytes of a sector.
  public static let byteCount = 512

  /// The sector: the code with the settings in it, and the boot signature.
  public static func sector(_ settings: BeaconSettings) -> [UInt8] {
    let code = BeaconCode.code
    var sector = code.bytes
    precondition(sector.count <= byteCount - 2)
    sector += [UInt8](repeating: 0, count: byteCount - 2 - sector.count) + [0x55, 0xaa]
    func put(_ value: UInt32, _ count: Int, at label: String) {
      for byte in 0..<count {
        sector[code.offset(of: label) + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))
      }
    }
    put(UInt32(BeaconSettings.firstByte), 4, at: "base")
    put(UInt32(settings.pages), 4, at: "pages")
    put(UInt32((settings.pagesPerBeat * 65536).rounded()), 4, at: "rate")
    put(UInt32(settings.filledWords), 4, at: "words")
    put(UInt32(settings.divisor), 2, at: "divisor")
    return sector
  }

  /// The processor's model by QEMU's name.
  public static func processor(of accelerator: Accelerator) -> String {
    accelerator == .kvm ? "host" : "qemu64"
  }

  /// QEMU's arguments for a guest that boots the sector and sends its records to a descriptor that QEMU inherits.
  ///
  /// - Parameters:
  ///   - disk: the file with the sector. QEMU does not lock it: source and destination of a migration have the same.
  ///   - beats: the number, in QEMU, of one end of a pair of sockets.
  ///   - megabytes: of memory, at least `BeaconSettings.leastMegabytes`.
  public static func arguments(accelerator: Accelerator, disk: String, beats: Int32, megabytes: Int)
    -> [String]
  {
    [
      "-no-user-config", "-nodefaults", "-display", "none", "-machine", "pc",
      "-accel", accelerator.rawValue, "-cpu", processor(of: accelerator),
      "-smp", "1", "-m", "\(megabytes)",
      "-drive", "file=\(disk),if=ide,format=raw,file.locking=off",
      "-chardev", "socket,id=beats,fd=\(beats)",
      "-device", "isa-debugcon,iobase=0x\(String(BeaconCode.port, radix: 16)),chardev=beats",
    ]
  }
}
