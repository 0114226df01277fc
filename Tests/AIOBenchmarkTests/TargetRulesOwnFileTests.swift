import Experiment
import Host
import Testing

@testable import AIOBenchmark

struct TargetRulesOwnFileTests {
  private static func directory(free: Int?) -> TargetState {
    var state = TargetState.of("/data", .directory)
    state.freeBytes = free
    return state
  }

  @Test(arguments: [
    (1 << 40, false, 1 << 30), (1 << 40, true, 256 << 20),
    // A tenth of the free space, whole 4 MiB.
    (1 << 30, false, 100 << 20), (1 << 30, true, 100 << 20), (160 << 20, false, 16 << 20),
  ])
  func theCustomarySizeIsATenthOfTheSpaceAtMost(free: Int, isQuick: Bool, bytes: Int) throws {
    var wish = TargetWish.of(nil, writes: true)
    wish.isQuick = isQuick
    #expect(
      try TargetRules.decide(wish, Self.directory(free: free)) == .make(directory: "/data", bytes: bytes))
  }

  @Test(arguments: [0, (160 << 20) - 1])
  func tooLittleSpaceIsRefused(free: Int) {
    #expect(
      refusal(.of(nil), Self.directory(free: free))?
        .hasSuffix(
          "a temporary file takes a tenth of the space and at least 16 MiB: make room, or take another --directory or --size"
        )
        == true)
  }

  @Test func unknownSpaceIsRefused() {
    #expect(
      refusal(.of(nil), Self.directory(free: nil))
        == "/data: its free space is unknown, so no file is made there; name one that is there with --file")
  }

  @Test func anAskedSizeMayTakeNineTenths() throws {
    var wish = TargetWish.of(nil)
    wish.blockBytes = [4096, 1 << 20]
    wish.fileBytes = 900 << 20
    let state = Self.directory(free: 1000 << 20)
    #expect(try TargetRules.decide(wish, state) == .make(directory: "/data", bytes: 900 << 20))
    // Whole 4 MiB, as the file is written.
    wish.fileBytes = (9 << 20) + 1
    #expect(try TargetRules.decide(wish, state) == .make(directory: "/data", bytes: 8 << 20))
    wish.fileBytes = 3 << 20
    #expect(refusal(wish, state) == "--size 3 MiB: a temporary file has 4 MiB or more; take so much")
    wish.fileBytes = 901 << 20
    #expect(
      refusal(wish, state)
        == "--size 901 MiB: /data has 1000 MiB free, of which 900 MiB may be taken; take less, or another --directory"
    )
  }

  @Test(arguments: [
    (0, "--size 0: nothing can be read from no bytes; take 16 MiB or more"),
    (-1, "--size -1: nothing can be read from no bytes; take 16 MiB or more"),
    (1000, "--size 1000 B: less than one block of 4 KiB; take a larger file or --block 512 B"),
  ])
  func sizesWithoutABlockAreRefused(bytes: Int, line: String) {
    var wish = TargetWish.of(nil)
    wish.fileBytes = bytes
    #expect(refusal(wish, Self.directory(free: 1 << 40)) == line)
  }

  @Test(arguments: [
    (TargetState.Thing.missing, "--directory /data: no such directory; make it first, or name another"),
    (.unreachable(cause: "permission denied (EACCES)"), "--directory /data: permission denied (EACCES)"),
    (
      .file(bytes: 1),
      "--directory /data: not a directory; to measure on /data itself, take --file /data"
    ),
    (
      .other("a pipe"),
      "--directory /data: not a directory; to measure on /data itself, take --file /data"
    ),
  ])
  func onlyADirectoryHoldsAFile(thing: TargetState.Thing, line: String) {
    #expect(refusal(.of(nil), .of("/data", thing)) == line)
  }

  @Test func readOnlyAndInMemoryAreRefused() {
    var state = Self.directory(free: 1 << 40)
    state.writeObstacle = "read-only file system (EROFS)"
    #expect(
      refusal(.of(nil), state)
        == "--directory /data: no file can be made there: read-only file system (EROFS); name another")
    state.writeObstacle = nil
    state.fileSystem = "tmpfs"
    state.supportsDirect = false
    #expect(
      refusal(.of(nil), state)
        == "/data: tmpfs has no direct I/O (O_DIRECT); take --buffered, or a file on a disk")
  }

  @Test func consentForNothingIsRefused() {
    #expect(
      refusal(.of(nil, writes: true, erases: ["/dev/sda"]), Self.directory(free: 1 << 40))
        == "--i-know-this-erases /dev/sda: the target is a temporary file; repeat its path exactly")
  }
}
