import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct FileStatusTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func aFileIsKnownByItsNumberWhateverItsName() throws {
    try Files.replace(directory("a"), with: [UInt8](repeating: 7, count: 5000))
    let first = try FileStatus(of: directory("a"))
    #expect(first.kind == .file && first.bytes == 5000 && first.allocatedBytes >= 5000)
    try SystemCall.runSettingErrno("link") { unsafe Int(link(directory("a"), directory("b"))) }
    #expect(try FileStatus(of: directory("b")).identity == first.identity)
    try Files.replace(directory("c"), with: [1])
    #expect(try FileStatus(of: directory("c")).identity != first.identity)
  }

  @Test func aHoleTakesNoSpace() throws {
    try Files.replace(directory("a"), with: [])
    try SystemCall.runSettingErrno("lengthen") { unsafe Int(truncate(directory("a"), 1 << 30)) }
    let status = try FileStatus(of: directory("a"))
    #expect(status.bytes == 1 << 30 && status.allocatedBytes < 1 << 20)
  }

  @Test func kindsAreToldWithoutWaiting() throws {
    try SystemCall.runSettingErrno("make a pipe") { unsafe Int(mkfifo(directory("pipe"), 0o600)) }
    #expect(try FileStatus(of: directory("pipe")).kind == .pipe)
    #expect(try FileStatus(of: directory.path).kind == .directory)
    let null = try FileStatus(of: "/dev/null")
    #expect(null.kind == .characterDevice && null.represents == DeviceNumber(major: 1, minor: 3))
  }

  @Test func linksAreFollowedOnlyWhenAsked() throws {
    let path = directory("link")
    try SystemCall.runSettingErrno("link") { unsafe Int(symlink("/dev/null", path)) }
    #expect(try FileStatus(of: path).kind == .characterDevice)
    #expect(try FileStatus(of: path, followingLinks: false).kind == .link)
    try Files.remove(path)
    try SystemCall.runSettingErrno("link") { unsafe Int(symlink("nowhere", path)) }
    #expect(try FileStatus(of: path, followingLinks: false).kind == .link)
    #expect(throws: SystemError(code: ENOENT, operation: "look at", subject: path)) {
      try FileStatus(of: path)
    }
  }

  @Test(arguments: [
    (UInt64(0xfe00), UInt32(254), UInt32(0)), (0x801, 8, 1), (0x1_03_00_05, 0x300, 0x1005),
    (0x0000_1000_0000_0000, 0x1000, 0), (0xfff0_0000, 0, 0xf_ff00),
  ])
  func numbersAreTakenApart(packed: UInt64, major: UInt32, minor: UInt32) {
    #expect(DeviceNumber(packed: packed) == DeviceNumber(major: major, minor: minor))
  }

  @Test func numbersAreReadAsTheKernelWritesThem() {
    #expect(DeviceNumber("254:16\n") == DeviceNumber(major: 254, minor: 16))
    #expect(DeviceNumber(major: 254, minor: 16).description == "254:16")
    for text in ["", "254", "254:", ":1", "1:2:3", "a:b", "-1:0"] { #expect(DeviceNumber(text) == nil) }
    #expect(DeviceNumber(major: 0, minor: 21).isAnonymous)
  }
}
