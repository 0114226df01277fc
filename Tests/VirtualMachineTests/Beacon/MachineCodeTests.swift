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
    let listing = [".intel_syntax noprefix"] + BeaconCode.code.listing
    let tree = try TemporaryTree(["code.s": listing.joined(separator: "\n") + "\n"])
    let assembled = try Program.run(
      try #require(Program.find("as")), ["--32", "-o", "\(tree.path)/code.o", "\(tree.path)/code.s"])
    #expect(assembled.code == 0)
    let linked = try Program.run(
      try #require(Program.find("ld")),
      [
        "-m", "elf_i386", "-Ttext", "0x7c00", "-e", "0x7c00", "--oformat", "binary", "-o",
        "\(tree.path)/code",
        "\(tree.path)/code.o",
      ])
    #expect(linked.code == 0)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(tree.path)/code")))
    #expect(bytes == BeaconCode.code.bytes)
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
