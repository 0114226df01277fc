import Foundation
import Platform
import TestSupport
import Testing

@testable import VirtualMachine

@Suite struct GuestSystemTests {
  private static let linux = GuestSystem.linux(
    Kernel(release: "6.1.0", image: "/boot/vmlinux", modules: "/lib/modules/6.1.0"))

  @Test func eachHasItsLeastMemory() throws {
    let settings = try BeaconSettings(pages: 4096, pagesPerBeat: 2, filledWords: 256)
    #expect(GuestSystem.beacon.leastMegabytes(settings) == 32)
    #expect(Self.linux.leastMegabytes(settings) == 113)
    #expect(BeaconGuest.Options(settings).megabytes == 32)
    #expect(BeaconGuest.Options(settings, system: Self.linux).megabytes == 113)
    #expect(BeaconGuest.Options(settings, system: Self.linux, megabytes: 200).megabytes == 200)
  }

  @Test func onlyLinuxMustBeSafe() throws {
    let old = QEMUVersion(7, 2, 22)
    try GuestSystem.beacon.check(version: old, accelerator: .tcg)
    try Self.linux.check(version: old, accelerator: .kvm)
    try Self.linux.check(version: QEMUVersion(9), accelerator: .tcg)
    #expect(throws: LinuxGuestRefusal.self) { try Self.linux.check(version: old, accelerator: .tcg) }
  }

  @Test func aMeasuringProcessIsToldTheKernel() throws {
    for system in [GuestSystem.beacon, Self.linux] {
      let text = try JSONEncoder().encode(system)
      #expect(try JSONDecoder().decode(GuestSystem.self, from: text) == system)
    }
  }

  @Test func tooLittleMemoryIsRefusedForEach() throws {
    let settings = try BeaconSettings(pages: 1024, pagesPerBeat: 2, filledWords: 256)
    let error = #expect(throws: TwinError.self) {
      try BeaconGuest(.source, BeaconGuest.Options(settings, system: Self.linux, megabytes: 64))
    }
    #expect(error?.kind == .badRequest)
    #expect(error?.description.contains("give it 101 MiB or more") == true)
  }

  @Test func aQEMUTellsItsVersion() throws {
    let tree = try TemporaryTree(["qemu": ChosenQEMU.script(major: 8, minor: 2)])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(tree.path)/qemu")
    try OwnThread.run {
      let version = try QEMU(path: "\(tree.path)/qemu").version()
      #expect(version == QEMUVersion(8, 2))
      #expect(throws: MonitorError.self) { try QEMU(path: "/bin/false").version() }
    }
  }
}
