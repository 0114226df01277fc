import Foundation
import Platform
import TestSupport
import Testing

@testable import VirtualMachine

@Suite struct MachineCodeTests {
  @Test func labelsAreResolvedBothWays() {
    var code = MachineCode(origin: 0x7c00)
    code.label("top")
    code.short([0xeb], "jmp", "end")
    code.near([0xe9], "jmp", "top")
    code.address([0xa1], of: "end", offset: 2, size: 4, then: [9], "mov eax, [end + 2]")
    code.label("end")
    #expect(code.bytes == [0xeb, 11, 0xe9, 0xf9, 0xff, 0xff, 0xff, 0xa1, 0x0f, 0x7c, 0, 0, 9])
    #expect(code.offset(of: "end") == 13)
    #expect(code.listing == ["top:", "  jmp end", "  jmp top", "  mov eax, [end + 2]", "end:"])
  }

  @Test func theCodeLeavesRoomForTheSignature() throws {
    #expect(BeaconCode.code.bytes.count <= 510)
    let sector = BeaconImage.sector(try BeaconSettings(pages: 1, pagesPerBeat: 0, filledWords: 0))
    #expect(sector.count == BeaconImage.byteCount)
    #expect(sector.suffix(2) == [0x55, 0xaa])
  }

  /// The GNU assembler, asked for the listing, makes the same bytes.
  @Test(
    .enabled(
      if: Program.find("as") != nil && Program.find("ld") != nil, "the GNU assembler is not installed"),
    .enabled(if: Machine.isX86, "the GNU assembler of this machine does not know x86"))
  func theListingSaysWhatTheBytesDo() throws {
    #expect(try Self.assembled(BeaconCode.code, bits: 32) == BeaconCode.code.bytes)
    #expect(try Self.assembled(LinuxGuestCode.code, bits: 64) == LinuxGuestCode.code.bytes)
  }

  private static func assembled(_ code: MachineCode, bits: Int) throws -> [UInt8] {
    let listing = [".intel_syntax noprefix"] + code.listing
    let tree = try TemporaryTree(["code.s": listing.joined(separator: "\n") + "\n"])
    let assembled = try Program.run(
      try #require(Program.find("as")), ["--\(bits)", "-o", "\(tree.path)/code.o", "\(tree.path)/code.s"])
    #expect(assembled.code == 0)
    let origin = "0x\(String(code.origin, radix: 16))"
    let linked = try Program.run(
      try #require(Program.find("ld")),
      [
        "-m", bits == 32 ? "elf_i386" : "elf_x86_64", "-Ttext", origin, "-e", origin, "--oformat", "binary",
        "-o", "\(tree.path)/code", "\(tree.path)/code.o",
      ])
    #expect(linked.code == 0)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(tree.path)/code")))
  }
}

private enum Machine {
  static var isX86: Bool {
    #if arch(x86_64)
      true
    #else
      false
    #endif
  }
}
