import Platform
import Testing

@testable import VirtualMachine

@Suite struct LinuxGuestTests {
  private static let kernel = Kernel(release: "6.1.0", image: "/boot/vmlinux", modules: "/lib/modules/6.1.0")

  private static func settings(pages: Int = 1000, pagesPerBeat: Double = 2) throws -> BeaconSettings {
    try BeaconSettings(interval: 0.001, pages: pages, pagesPerBeat: pagesPerBeat, filledWords: 256)
  }

  @Test func theProgramIsAnELFFileOfOneSegment() throws {
    let file = LinuxGuestProgram.file(try Self.settings(pagesPerBeat: 2.5), checks: 3)
    func number(_ offset: Int, _ count: Int) -> Int {
      file[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(file.prefix(7) == [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
    // Type, machine, entry, place of the program headers, their size and number.
    #expect(number(16, 2) == 2 && number(18, 2) == 62)
    #expect(number(24, 8) == 0x400078)
    #expect(number(32, 8) == 64 && number(54, 2) == 56 && number(56, 2) == 1)
    #expect(number(64, 4) == 1 && number(80, 8) == 0x400000)
    #expect(number(96, 8) == file.count && number(104, 8) == file.count)
    let parameters = 120 + LinuxGuestCode.code.offset(of: "pages")
    let found = (0..<5).map { number(parameters + 4 * $0, 4) }
    #expect(found == [1000, 163_840, 256, 3, 1_000_000])
    #expect(file.count < 4096)
  }

  @Test func pagesThatAreWrittenSeldomAreLookedAtBesides() throws {
    #expect(LinuxGuest.checks(try Self.settings(pages: 0, pagesPerBeat: 0)) == 0)
    #expect(LinuxGuest.checks(try Self.settings(pages: 1, pagesPerBeat: 0)) == 1)
    #expect(LinuxGuest.checks(try Self.settings(pages: 4000, pagesPerBeat: 2)) == 0)
    #expect(LinuxGuest.checks(try Self.settings(pages: 4001, pagesPerBeat: 2)) == 3)
    #expect(LinuxGuest.checks(try Self.settings(pages: 32768, pagesPerBeat: 0)) == 17)
  }

  @Test func theArgumentsNameNoDiskAndNoNetwork() throws {
    let guest = try LinuxGuest(kernel: Self.kernel, try Self.settings(pages: 4096))
    let arguments = guest.arguments(accelerator: .tcg, beats: 4)
    let pairs = zip(arguments, arguments.dropFirst()).map { "\($0) \($1)" }
    for expected in [
      "-accel tcg", "-cpu qemu64", "-smp 1", "-m 113", "-kernel /boot/vmlinux",
      "-chardev socket,id=beats,fd=4", "-device isa-debugcon,iobase=0xe9,chardev=beats",
    ] {
      #expect(pairs.contains(expected))
    }
    #expect(arguments.filter { $0 == "-device" }.count == 1)
    #expect(!arguments.contains("-drive") && !arguments.contains("-netdev"))
    #expect(arguments.contains { $0.contains("panic=-1") && $0.contains("clearcpuid=cx16") })
    let kvm = guest.arguments(accelerator: .kvm, beats: 4, megabytes: 256)
    #expect(kvm.contains("host") && kvm.contains("256"))
    #expect(!kvm.contains { $0.contains("clearcpuid") })
  }

  @Test(arguments: [
    (QEMUVersion(9, 0), Accelerator.tcg), (QEMUVersion(10, 0, 2), .tcg), (QEMUVersion(7, 2), .kvm),
  ])
  func whereItIsSafeItMayRun(_ version: QEMUVersion, _ accelerator: Accelerator) throws {
    try LinuxGuest.check(version: version, accelerator: accelerator)
  }

  @Test(arguments: [QEMUVersion(7, 2, 22), QEMUVersion(8, 2, 10), QEMUVersion(8, 99, 99)])
  func whereItWouldBeCorruptedItIsRefused(_ version: QEMUVersion) {
    let error = #expect(throws: LinuxGuestRefusal.self) {
      try LinuxGuest.check(version: version, accelerator: .tcg)
    }
    #expect(error?.version == version && error?.accelerator == .tcg)
    #expect(
      error?.description
        == "QEMU \(version) under TCG loses writes of a Linux guest during live migration (fixed in 9.0): take "
        + "--guest beacon, a QEMU of 9.0 or later (--qemu PATH), or a host with KVM")
  }

  @Test func aPassAfterTheHopVerifies() throws {
    let settings = try Self.settings(pages: 100, pagesPerBeat: 10)
    let guest = try LinuxGuest(kernel: Self.kernel, settings)
    let beats = Self.beats(of: settings, 1..<40)
    #expect(guest.verifiedBeat(in: beats, since: 0)?.record.sequence == 11)
    #expect(guest.verifiedBeat(in: beats, since: 20_000_000)?.record.sequence == 30)
    #expect(guest.verifiedBeat(in: beats, since: 30_000_000) == nil)
    #expect(guest.verifiedBeat(in: beats, since: 50_000_000) == nil)
    #expect(guest.verifiedBeat(in: [], since: 0) == nil)
  }

  /// 4,000 pages, 2 a beat looked at: 2,000 beats, though nothing is written.
  @Test func anIdleGuestIsVerifiedByLooking() throws {
    let settings = try Self.settings(pages: 4000, pagesPerBeat: 0)
    let guest = try LinuxGuest(kernel: Self.kernel, settings)
    let beats = Self.beats(of: settings, 1..<3000)
    #expect(guest.verifiedBeat(in: beats, since: 0)?.record.sequence == 2001)
  }

  private static func beats(of settings: BeaconSettings, _ numbers: Range<Int>) -> [Beat] {
    numbers.map { number in
      let written = settings.pages + Int(Double(number) * settings.pagesPerBeat)
      return Beat(
        time: UInt64(number) * 1_000_000,
        record: BeaconRecord(
          ticks: UInt64(number), sequence: UInt32(number), pass: UInt32(written / settings.pages + 1),
          page: UInt32(written % settings.pages)))
    }
  }
}
