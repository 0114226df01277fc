import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

/// Readers of a replaced file see the old content or the new, whatever fails.
@Suite struct FilesReplaceTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory("run.json")
  }

  @Test func replacesTheContentAndLeavesNothingElse() throws {
    try Files.replace(path, with: [1])
    try Files.replace(path, with: [2, 3])
    #expect(try Files.bytes(path) == [2, 3])
    #expect(try Files.names(in: directory.path) == ["run.json"])
  }

  @Test(arguments: ["look at", "create", "keep the mode of", "write", "sync", "replace"])
  func aFailureLeavesTheOldFileAndNoPart(operation: String) throws {
    let path = path
    try Files.replace(path, with: [1])
    #expect(throws: SystemError(code: ENOSPC, operation: operation, subject: path)) {
      try SystemCall.withForcedFailures({ name, _ in name == operation ? ENOSPC : nil }) {
        try Files.replace(path, with: [2])
      }
    }
    #expect(try Files.bytes(path) == [1])
    #expect(try Files.names(in: directory.path) == ["run.json"])
  }

  @Test func aLargeFileIsWrittenWhole() throws {
    let bytes = [UInt8](repeating: 7, count: 3 << 20)
    try Files.replace(path, with: bytes)
    #expect(try Files.bytes(path) == bytes)
  }

  @Test func aFailedSyncOfTheDirectoryNamesTheDirectory() throws {
    try Files.replace(path, with: [1])
    let folder = directory.path
    #expect(throws: SystemError(code: EIO, operation: "sync", subject: folder)) {
      try SystemCall.withForcedFailures({ name, subject in
        name == "sync" && subject == folder ? EIO : nil
      }) {
        try Files.replace(path, with: [2])
      }
    }
    #expect(try Files.bytes(path) == [2])
    #expect(try Files.names(in: folder) == ["run.json"])
  }

  @Test func aDirectoryInTheWayIsAnError() throws {
    try Files.createDirectories(path)
    #expect(throws: SystemError(code: EISDIR, operation: "replace", subject: path)) {
      try Files.replace(path, with: [1])
    }
    #expect(try Files.names(in: directory.path) == ["run.json"])
  }

  @Test func aMissingDirectoryIsNamedByTheFile() {
    let path = directory("missing/run.json")
    #expect(throws: SystemError(code: ENOENT, operation: "create", subject: path)) {
      try Files.replace(path, with: [1])
    }
  }

  @Test func linksPlantedAtTheTemporaryNameAreNotFollowed() throws {
    let victim = directory("victim")
    try Files.replace(victim, with: [9])
    // Replacements are numbered within a process: plant a link at every number that this one may get.
    try Files.replace(path, with: [0])
    for number in 0..<2_000 { unsafe symlink("victim", "\(path).\(getpid())-\(number).part") }
    let planted = try Files.names(in: directory.path).count
    try Files.replace(path, with: [1])
    #expect(try Files.bytes(victim) == [9])
    #expect(try Files.bytes(path) == [1])
    #expect(try Files.entries(in: directory.path).first { $0.name == "run.json" }?.kind == .file)
    // One planted link was in the way and is gone.
    #expect(try Files.names(in: directory.path).count == planted - 1)
  }

  @Test func aLinkIsReplacedAndNotItsTarget() throws {
    try Files.replace(directory("target"), with: [1])
    unsafe symlink("target", path)
    try Files.replace(path, with: [2])
    #expect(try Files.bytes(directory("target")) == [1])
    #expect(try Files.bytes(path) == [2])
  }

  @Test func aLinkToNowhereIsReplaced() throws {
    unsafe symlink("nowhere", path)
    try Files.replace(path, with: [2])
    #expect(try Files.entries(in: directory.path).map(\.kind) == [.file])
  }

  /// `--html /dev/null` or `/dev/stdout` as root must not put a file there.
  @Test(arguments: [false, true])
  func whatIsNoFileIsNotReplaced(throughALink: Bool) throws {
    let path = path
    #expect(unsafe mkfifo(throughALink ? directory("pipe") : path, 0o600) == 0)
    if throughALink { unsafe symlink("pipe", path) }
    let before = try Files.names(in: directory.path)
    #expect(throws: SystemError(code: EOPNOTSUPP, operation: "replace", subject: path)) {
      try Files.replace(path, with: [1])
    }
    #expect(try Files.names(in: directory.path) == before)
    #expect(try Files.entries(in: directory.path).map(\.kind) == before.map { _ in .other })
  }

  @Test(arguments: [0o600, 0o640, 0o666] as [mode_t])
  func theModeOfTheOldFileIsKept(mode: mode_t) throws {
    try Files.replace(path, with: [1])
    #expect(unsafe chmod(path, mode) == 0)
    try Files.replace(path, with: [2])
    var facts = stat()
    #expect(unsafe stat(path, &facts) == 0)
    #expect(facts.st_mode & 0o777 == mode)
    #expect(try Files.bytes(path) == [2])
  }

  @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
  func theOwnerOfTheOldFileIsKept() throws {
    try Files.replace(path, with: [1])
    #expect(unsafe chown(path, 12_345, 54_321) == 0)
    try Files.replace(path, with: [2])
    var facts = stat()
    #expect(unsafe stat(path, &facts) == 0)
    #expect(facts.st_uid == 12_345)
    #expect(facts.st_gid == 54_321)
  }

  @Test func aFileSystemThatCannotSyncDirectoriesIsNoFailure() throws {
    let folder = directory.path
    try SystemCall.withForcedFailures({ name, subject in name == "sync" && subject == folder ? EINVAL : nil })
    {
      try Files.replace(path, with: [1])
    }
    #expect(try Files.bytes(path) == [1])
  }

  @Test func threadsThatReplaceTheSameFileNeverMixTheirContents() throws {
    let path = path
    let size = 100_000
    try Files.replace(path, with: [UInt8](repeating: 0, count: size))
    let torn = Counter()
    let failures = Mutex<[String]>([])
    try OwnThread.run(times: 4) { index in
      for round in 0..<10 {
        do {
          try Files.replace(path, with: [UInt8](repeating: UInt8(index * 10 + round), count: size))
          let bytes = try Files.bytes(path)
          if bytes.count != size || !bytes.allSatisfy({ $0 == bytes[0] }) { torn.next() }
        } catch { failures.withLock { $0.append("\(error)") } }
      }
    }
    #expect(torn.count == 0)
    #expect(failures.withLock { $0 } == [])
    #expect(try Files.names(in: directory.path) == ["run.json"])
  }
}
