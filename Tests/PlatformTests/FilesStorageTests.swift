import Glibc
import Platform
import TestSupport
import Testing

@Suite struct FilesStorageTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func linksAndDotsAreResolved() throws {
    try Files.createDirectories(directory("a/b"))
    try SystemCall.runSettingErrno("link") { unsafe Int(symlink("a/b", directory("link"))) }
    let top = try Files.resolved(directory.path)
    #expect(try Files.resolved("\(directory.path)/link/../b/.") == "\(top)/a/b")
    let missing = directory("missing")
    #expect(throws: SystemError(code: ENOENT, operation: "resolve", subject: missing)) {
      try Files.resolved(missing)
    }
  }

  @Test func aPartOfAFileEndsWhereTheFileEnds() throws {
    try Files.replace(directory("a"), with: (0..<100).map { UInt8($0) })
    #expect(try Files.bytes(directory("a"), from: 10, count: 3) == [10, 11, 12])
    #expect(try Files.bytes(directory("a"), from: 98, count: 50) == [98, 99])
    #expect(try Files.bytes(directory("a"), from: 200, count: 5).isEmpty)
  }

  @Test func thereIsFreeSpaceButNotWithoutEnd() throws {
    let free = try Files.freeBytes(at: directory.path)
    #expect(free > 0 && free < Int.max)
    // A file system without blocks has none free.
    #expect(try Files.freeBytes(at: "/proc") == 0)
  }

  @Test func accessIsRefusedWithItsCause() throws {
    try Files.check(.read, of: directory.path)
    try Files.check(.write, of: directory.path)
    let path = directory("missing")
    #expect(throws: SystemError(code: ENOENT, operation: "write to", subject: path)) {
      try Files.check(.write, of: path)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func permissionsCount() throws {
    let path = directory("secret")
    try Files.replace(path, with: [1])
    try SystemCall.runSettingErrno("hide") { unsafe Int(chmod(path, 0)) }
    #expect(throws: SystemError(code: EACCES, operation: "read", subject: path)) {
      try Files.check(.read, of: path)
    }
  }

  @Test func theAlignmentOfDirectIOIsAPowerOfTwoOrUnknown() throws {
    try Files.replace(directory("a"), with: [1])
    if let alignment = try Files.directAlignment(of: directory("a")) {
      for bytes in [alignment.memoryBytes, alignment.offsetBytes] { #expect(bytes & (bytes - 1) == 0) }
      #expect((alignment.memoryBytes == 0) == (alignment.offsetBytes == 0))
    }
    // Only files and devices have any.
    #expect(try Files.directAlignment(of: directory.path) == nil)
    #expect(throws: SystemError.self) { try Files.directAlignment(of: directory("missing")) }
  }

  @Test func aClaimNeedsTheFile() {
    let path = directory("missing")
    #expect(throws: SystemError(code: ENOENT, operation: "claim", subject: path)) {
      try Files.isClaimedByKernel(path)
    }
  }

  @Test func aClaimedDeviceIsTold() throws {
    let claimed = try SystemCall.withForcedFailures({ name, _ in name == "claim" ? EBUSY : nil }) {
      try Files.isClaimedByKernel("/dev/null")
    }
    #expect(claimed)
  }
}
