import Foundation
import Glibc
import Host
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

struct TargetStateTests {
  private let tree: TemporaryTree

  init() throws { tree = try TemporaryTree(["file": String(repeating: "x", count: 10_000)]) }

  private func path(_ name: String) -> String { "\(tree.path)/\(name)" }

  @Test func aFile() throws {
    let state = TargetState.read(path: path("file"))
    #expect(state.thing == .file(bytes: 10_000) && state.path == path("file"))
    #expect(state.readObstacle == nil && state.writeObstacle == nil && state.linkTarget == nil)
    #expect(state.fileUse == nil && state.fileSystem != nil)
    #expect(state.identity == (try FileStatus(of: path("file")).identity))
    #expect(try #require(state.freeBytes) > 0)
    if let block = state.logicalBlockBytes { #expect(block >= 1 && block & (block - 1) == 0) }
  }

  @Test func nothingAndWhatIsBelowAFile() throws {
    #expect(TargetState.read(path: path("missing")).thing == .missing)
    #expect(TargetState.read(path: path("file/below")).thing == .missing)
    #expect(TargetState.read(path: "").thing == .missing)
    let long = path(String(repeating: "n", count: 300))
    #expect(TargetState.read(path: long).thing == .unreachable(cause: "name too long (ENAMETOOLONG)"))
  }

  @Test func links() throws {
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "file")
    try FileManager.default.createSymbolicLink(atPath: path("broken"), withDestinationPath: "gone")
    let link = TargetState.read(path: path("link"))
    #expect(link.thing == .file(bytes: 10_000))
    #expect(link.linkTarget == (try Files.resolved(path("file"))))
    let broken = TargetState.read(path: path("broken"))
    #expect(broken.thing == .missing && broken.linkTarget == "nowhere")
  }

  @Test func whatIsNoFile() throws {
    try SystemCall.runSettingErrno("make a pipe") { unsafe Int(mkfifo(path("pipe"), 0o600)) }
    #expect(TargetState.read(path: path("pipe")).thing == .other("a pipe"))
    #expect(TargetState.read(path: "/dev/null").thing == .other("a character device"))
    let directory = TargetState.read(path: tree.path)
    #expect(directory.thing == .directory && directory.writeObstacle == nil)
    #expect(try #require(directory.freeBytes) > 0)
  }

  @Test(.enabled(if: geteuid() != 0, "root may do everything"))
  func permissions() throws {
    try SystemCall.runSettingErrno("hide") { unsafe Int(chmod(path("file"), 0o200)) }
    let state = TargetState.read(path: path("file"))
    #expect(state.readObstacle == "permission denied (EACCES)" && state.writeObstacle == nil)
  }

  private static let memory = (try? FileStatus(of: "/dev/shm"))?.kind == .directory

  @Test(.enabled(if: memory, "there is no /dev/shm"))
  func filesInMemoryHaveNoDirectIO() {
    let state = TargetState.read(path: "/dev/shm")
    #expect(state.fileSystem == "tmpfs" && state.supportsDirect == false)
    var wish = TargetWish()
    wish.directory = "/dev/shm"
    #expect(
      refusal(wish, state)
        == "/dev/shm: tmpfs has no direct I/O (O_DIRECT); take --buffered, or a file on a disk")
  }

  /// What the root file system lies on, where this process can see it as a device.
  private static let rootDevice: String? = {
    guard let source = StorageFacts.read(path: "/", root: .live).device?.name else { return nil }
    let path = "/dev/\(source)"
    return (try? FileStatus(of: path))?.kind == .blockDevice ? path : nil
  }()

  @Test(.enabled(if: rootDevice != nil, "the root file system has no block device"))
  func theDeviceBelowThisMachineIsNeverWrittenByMistake() throws {
    let device = try #require(Self.rootDevice)
    let state = TargetState.read(path: device)
    guard case .blockDevice(let bytes, let use) = state.thing else { throw NoDevice() }
    #expect(bytes > 0 && !use.isFree && state.supportsDirect == true)
    #expect(
      refusal(.of(device, writes: true, destroysData: true), state)?.hasPrefix(
        "\(device): not overwritten, it is mounted at")
        == true)
  }

  struct NoDevice: Error {}
}
