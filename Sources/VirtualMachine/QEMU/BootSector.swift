/// A guest of 512 bytes that shows whether an accelerator runs instructions at all.
enum BootSector {
  /// What it writes to QEMU's debug port (0xe9).
  static let greeting: UInt8 = UInt8(ascii: "K")
  /// What QEMU exits with: isa-debug-exit answers a byte v with 2v + 1.
  static let exitCode: Int32 = 0x2a * 2 + 1

  /// `mov al,'K'; out 0xe9,al; mov al,0x2a; out 0xf4,al; cli; hlt; jmp $-1`, and the boot signature.
  static let bytes: [UInt8] = {
    let code: [UInt8] = [0xb0, greeting, 0xe6, 0xe9, 0xb0, 0x2a, 0xe6, 0xf4, 0xfa, 0xf4, 0xeb, 0xfd]
    return code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xaa]
  }()

  /// QEMU's arguments to boot it from a disk image.
  static func arguments(accelerator: Accelerator, disk: String) -> [String] {
    [
      "-no-user-config", "-nodefaults", "-display", "none", "-no-reboot", "-machine", "pc",
      "-accel", accelerator.rawValue, "-cpu", accelerator == .kvm ? "host" : "qemu64", "-smp", "2", "-m",
      "16", "-debugcon", "stdio",
      "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
      "-drive", "file=\(disk),if=ide,format=raw,snapshot=off,file.locking=off",
    ]
  }
}
