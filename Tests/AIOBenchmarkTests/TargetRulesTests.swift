import Experiment
import Host
import Testing

@testable import AIOBenchmark

struct TargetRulesTests {
  /// A file of 1 GiB on a disk with blocks of 512 bytes.
  static let file = TargetState.of("/data/file", .file(bytes: 1 << 30))

  @Test func aFileIsReadAndNotWritten() throws {
    let choice = try TargetRules.decide(.of("/data/file"), Self.file)
    #expect(
      choice
        == .use(
          PresentTarget(
            path: "/data/file", bytes: 1 << 30, mayWrite: false, isDevice: false, mustBeUnused: false)))
  }

  @Test func aNamedFileIsWrittenWhenToldSo() throws {
    var wish = TargetWish.of("/data/file", writes: true)
    #expect(
      refusal(wish, Self.file)
        == "/data/file: writing would overwrite what it holds; if that may be lost: --destroy-data; else leave --file out"
    )
    wish.destroysData = true
    guard case .use(let target) = try TargetRules.decide(wish, Self.file) else { throw NotUsed() }
    #expect(target.mayWrite && !target.isDevice)
  }

  @Test func theBytesUsedAreWholeBlocks() throws {
    var wish = TargetWish.of("/data/file")
    wish.blockBytes = [512, 3 << 20]
    #expect(try used(wish, Self.file).bytes == 1023 << 20)
    wish.fileBytes = 100 << 20
    #expect(try used(wish, Self.file).bytes == 99 << 20)
    wish.fileBytes = 2 << 30
    #expect(
      refusal(wish, Self.file)
        == "--size 2 GiB: /data/file has only 1 GiB; take no more, or leave the option out")
  }

  @Test(arguments: [
    (
      TargetState.Thing.missing,
      "t: no such file; make it first, written in full (dd if=/dev/urandom of=t bs=1M count=1024), or leave --file out for a temporary one"
    ),
    (.unreachable(cause: "permission denied (EACCES)"), "t: permission denied (EACCES)"),
    (.directory, "t: a directory; take --directory t for a temporary file there, or name a file in it"),
    (.other("a pipe"), "t: a pipe; name a regular file or a block device"),
    (.file(bytes: 0), "t: it holds no bytes; name a file or device with some"),
    (.blockDevice(bytes: 0, use: BlockDeviceUse()), "t: it holds no bytes; name a file or device with some"),
    (.file(bytes: 3000), "t: its 3000 B are less than one block; take --block 2 KiB or less"),
  ])
  func whatCannotBeMeasuredOnIsRefused(thing: TargetState.Thing, line: String) {
    #expect(refusal(.of("t"), .of("t", thing)) == line)
  }

  @Test func missingDevicesAndLinksToNowhereAreNamedSo() {
    #expect(
      refusal(.of("/dev/sdz"), .of("/dev/sdz", .missing))
        == "/dev/sdz: no such device; lsblk lists those that are there")
    var state = TargetState.of("l", .missing)
    state.linkTarget = "nowhere"
    #expect(refusal(.of("l"), state) == "l: a link to nowhere; name what is there")
  }

  @Test func permissionsAreToldWithTheirCause() {
    var state = Self.file
    state.readObstacle = "permission denied (EACCES)"
    #expect(
      refusal(.of("/data/file"), state) == "/data/file: it cannot be read: permission denied (EACCES)")
    state.readObstacle = nil
    state.writeObstacle = "read-only file system (EROFS)"
    #expect(refusal(.of("/data/file"), state) == nil)
    #expect(
      refusal(.of("/data/file", writes: true, destroysData: true), state)
        == "/data/file: it cannot be written: read-only file system (EROFS); only reads can be measured here")
  }

  @Test func aLinkIsReadWhereItLeadsAndNeverWritten() throws {
    var state = Self.file
    state.path = "/data/link"
    state.linkTarget = "/data/file"
    #expect(try used(.of("/data/link"), state).path == "/data/file")
    #expect(
      refusal(.of("/data/link", writes: true, destroysData: true, erases: ["/data/link"]), state)
        == "/data/link: a symbolic link, which is not followed to write; name /data/file itself")
  }

  @Test func aFileThatTheKernelUsesIsNotWritten() throws {
    var state = Self.file
    state.fileUse = "is presented by loop0"
    #expect(
      refusal(.of("/data/file", writes: true, destroysData: true), state)
        == "/data/file: it is presented by loop0; take it out of use, or name another file")
    #expect(refusal(.of("/data/file"), state) == nil)
  }

  // MARK: Block sizes

  @Test func blocksMustFitTheDeviceUnlessBuffered() {
    var state = Self.file
    state.logicalBlockBytes = 4096
    var wish = TargetWish.of("/data/file")
    wish.blockBytes = [8192, 512]
    #expect(
      refusal(wish, state)
        == "--block 512 B: /data/file takes direct I/O in multiples of 4 KiB; take one, or --buffered")
    wish.isDirect = false
    #expect(refusal(wish, state) == nil)
    wish.blockBytes = [8192, 1000]
    #expect(refusal(wish, state) == nil)
  }

  @Test(arguments: [0, 511, -4096, 4 << 20 + 1])
  func blocksOutOfRangeAreRefused(bytes: Int) {
    var wish = TargetWish.of("/data/file")
    wish.blockBytes = [4096, bytes]
    #expect(refusal(wish, Self.file)?.hasSuffix("take 512 B to 4 MiB") == true)
  }

  @Test func memoryHasNoDirectIO() {
    var state = Self.file
    state.fileSystem = "tmpfs"
    state.supportsDirect = false
    var wish = TargetWish.of("/data/file")
    #expect(
      refusal(wish, state)
        == "/data/file: tmpfs has no direct I/O (O_DIRECT); take --buffered, or a file on a disk")
    wish.isDirect = false
    #expect(refusal(wish, state) == nil)
  }

  // MARK: Devices

  @Test func anUnusedDeviceIsWrittenWhenToldSo() throws {
    let state = TargetState.of("/dev/sdb", .blockDevice(bytes: 1 << 40, use: BlockDeviceUse()))
    #expect(refusal(.of("/dev/sdb", writes: true), state)?.contains("--destroy-data") == true)
    let target = try used(.of("/dev/sdb", writes: true, destroysData: true), state)
    #expect(target.mayWrite && target.isDevice && target.mustBeUnused)
  }

  @Test(arguments: [
    (BlockDeviceUse.Reason.mounted(device: "sdb1", point: "/data"), "is mounted at /data (sdb1)"),
    (.partitioned(["sdb1", "sdb2"]), "has partitions (sdb1, sdb2)"),
    (.held(by: ["dm-0"]), "is part of dm-0"),
    (.swap(device: "sdb"), "is swap space in use (sdb)"),
    (.behindLoop("loop3"), "is presented by loop3"),
    (.bears(Signature(name: "XFS", offset: 0)), "bears the signature of XFS"),
    (.claimed, "is in use by the kernel"),
    (
      .notReadable(cause: "input/output error (EIO)"),
      "cannot be searched for signatures: input/output error (EIO)"
    ),
  ])
  func aUsedDeviceIsWrittenOnlyWhenItsPathIsRepeated(reason: BlockDeviceUse.Reason, words: String) throws {
    let state = TargetState.of(
      "/dev/sdb", .blockDevice(bytes: 1 << 40, use: BlockDeviceUse(reasons: [reason])))
    #expect(
      refusal(.of("/dev/sdb", writes: true, destroysData: true), state)
        == "/dev/sdb: not overwritten, it \(words); if all of it may be lost: --i-know-this-erases /dev/sdb")
    // Half of the consent is none, and so is consent to something else.
    #expect(
      refusal(.of("/dev/sdb", writes: true, erases: ["/dev/sdb"]), state)?.contains("--destroy-data") == true)
    for other in ["/dev/sdb1", "/dev/./sdb", "/dev/sdb ", "/dev/sd", ""] {
      #expect(
        refusal(.of("/dev/sdb", writes: true, destroysData: true, erases: [other]), state)
          == "--i-know-this-erases \(other): the target is /dev/sdb; repeat its path exactly")
    }
    let target = try used(.of("/dev/sdb", writes: true, destroysData: true, erases: ["/dev/sdb"]), state)
    #expect(target.mayWrite && !target.mustBeUnused)
    // Reading harms nobody.
    #expect(try used(.of("/dev/sdb"), state).mayWrite == false)
  }

  @Test func allReasonsAreTold() {
    let use = BlockDeviceUse(reasons: [.mounted(device: "sdb", point: "/"), .claimed])
    #expect(
      refusal(
        .of("/dev/sdb", writes: true, destroysData: true),
        .of("/dev/sdb", .blockDevice(bytes: 1 << 40, use: use)))?
        .contains("it is mounted at / (sdb), is in use by the kernel;") == true)
  }

  struct NotUsed: Error {}

  private func used(_ wish: TargetWish, _ state: TargetState) throws -> PresentTarget {
    guard case .use(let target) = try TargetRules.decide(wish, state) else { throw NotUsed() }
    return target
  }
}

/// The line of the refusal; nil when it is none.
func refusal(_ wish: TargetWish, _ state: TargetState) -> String? {
  do {
    _ = try TargetRules.decide(wish, state)
    return nil
  } catch {
    return error.description
  }
}

extension TargetWish {
  static func of(
    _ path: String?, writes: Bool = false, destroysData: Bool = false, erases: [String] = []
  ) -> TargetWish {
    var wish = TargetWish()
    wish.path = path
    wish.writes = writes
    wish.destroysData = destroysData
    wish.erases = erases
    return wish
  }
}

extension TargetState {
  static func of(_ path: String, _ thing: Thing) -> TargetState {
    var state = TargetState(path: path, thing: thing)
    state.logicalBlockBytes = 512
    state.fileSystem = "ext4"
    return state
  }
}
