/// The Linux guest's program as a file that the kernel runs: static ELF, one segment, no sections
/// (System V ABI, chapters 4 and 5; elf(5)).
enum LinuxGuestProgram {
  /// Where the file stands in memory.
  static let base = 0x40_0000
  /// Bytes of its two headers, behind which the code begins.
  static let headerBytes = fileHeader + programHeader
  private static let fileHeader = 64
  private static let programHeader = 56

  /// The file with the settings in it.
  ///
  /// - Parameter checks: pages to look at in a beat, besides those that are written.
  static func file(_ settings: BeaconSettings, checks: Int) -> [UInt8] {
    var code = LinuxGuestCode.code.bytes
    func put(_ value: UInt32, at label: String) {
      let start = LinuxGuestCode.code.offset(of: label)
      code.replaceSubrange(start..<start + 4, with: little(Int(value), 4))
    }
    put(UInt32(settings.pages), at: "pages")
    put(UInt32((settings.pagesPerBeat * 65536).rounded()), at: "rate")
    put(UInt32(settings.filledWords), at: "words")
    put(UInt32(checks), at: "checks")
    put(UInt32((settings.interval * 1e9).rounded()), at: "interval")
    return header(bytes: headerBytes + code.count) + code
  }

  private static func header(bytes: Int) -> [UInt8] {
    // Class 64 bits, little-endian, version 1.
    var all: [UInt8] = [0x7f] + Array("ELF".utf8) + [2, 1, 1] + [UInt8](repeating: 0, count: 9)
    // Executable, x86-64, version, entry, program headers, no sections, flags, sizes and numbers.
    let fields: [(Int, Int)] = [
      (2, 2), (62, 2), (1, 4), (LinuxGuestCode.origin, 8), (fileHeader, 8), (0, 8), (0, 4), (fileHeader, 2),
      (programHeader, 2), (1, 2), (0, 2), (0, 2), (0, 2),
      // To be loaded; to be read, written, run; offset, address twice, bytes in the file and in memory, alignment.
      (1, 4), (7, 4), (0, 8), (base, 8), (base, 8), (bytes, 8), (bytes, 8), (4096, 8),
    ]
    for (value, count) in fields { all += little(value, count) }
    return all
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
