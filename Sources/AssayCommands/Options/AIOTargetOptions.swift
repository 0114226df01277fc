internal import AIOBenchmark
internal import ArgumentParser
internal import Experiment
internal import Host
internal import Platform

/// What the AIO benchmark works on.
struct AIOTargetOptions: ParsableArguments {
  @Option(
    help: "File or block device; without it a temporary file is made.", transform: ArgumentText.path("--file")
  )
  var file: String?

  @Option(
    help: "Where the temporary file is made; unless told, where the results go.",
    transform: ArgumentText.path("--directory"))
  var directory: String?

  @Option(help: "Bytes to use of the file, or of the temporary file: 1g.", transform: ArgumentText.size)
  var size: Int?

  @Flag(help: "Through the page cache; unless told, past it (O_DIRECT).")
  var buffered = false

  @Flag(help: "Let what the file or device holds be overwritten.")
  var destroyData = false

  @Option(
    help: "Repeat a device's exact path to overwrite it though it is in use or holds something.",
    transform: ArgumentText.path("--i-know-this-erases"))
  var iKnowThisErases: [String] = []

  /// What is decided about the target.
  struct Choice {
    /// The file or device; the directory of a file that is to be made.
    var place: String
    /// What to open; the name in messages of a file that is to be made.
    var path: String
    var bytes: Int
    var mayWrite: Bool
    var isOwn: Bool
    /// By what an existing file is known.
    var identity: FileStatus.Identity?
    var mustBeUnused = false
    /// What offsets and lengths of direct I/O must be multiples of, in bytes; nil when unknown.
    var alignment: Int?
    /// Whether parts of the file were never written: reading them moves no data.
    var hasHoles = false

    /// What the reader must know of the target.
    var warnings: [Run.Warning] {
      guard hasHoles else { return [] }
      return [
        Run.Warning(
          code: "aio.sparse_file",
          message:
            "\(path) holds less than its length says: reads of what was never written do not reach the device",
          advice: "write all of it first (dd if=/dev/urandom of=\(path) bs=1M), or leave --file out")
      ]
    }
  }

  /// Decides, after a look at what is there; changes nothing.
  ///
  /// - Throws: `PlanRefused`.
  func choose(for options: AIOOptions, out: String) throws -> Choice {
    var wish = TargetWish()
    wish.path = file
    wish.directory = try directory ?? Self.nearestDirectory(to: out)
    wish.writes = options.writes(mayWrite: file == nil || destroyData)
    wish.isDirect = !buffered
    wish.destroysData = destroyData
    wish.erases = iKnowThisErases
    wish.blockBytes = [options.blockBytes ?? 4_096]
    wish.fileBytes = size
    wish.isQuick = options.suite == .quick
    let state = TargetState.read(path: file ?? wish.directory)
    switch try TargetRules.decide(wish, state) {
    case .use(let present):
      return Choice(
        place: present.path, path: present.path, bytes: present.bytes, mayWrite: present.mayWrite,
        isOwn: false,
        identity: present.identity, mustBeUnused: present.mustBeUnused,
        alignment: state.logicalBlockBytes, hasHoles: state.hasHoles)
    case .make(let directory, let bytes):
      return Choice(
        place: directory, path: "the temporary file in \(directory)", bytes: bytes, mayWrite: true,
        isOwn: true,
        alignment: state.logicalBlockBytes)
    }
  }

  /// The directory of results, or the lowest above it that is there: it is made only when measuring begins.
  private static func nearestDirectory(to path: String) throws -> String {
    var place = path
    while !Files.exists(place) {
      let above = Files.parent(of: place)
      if above == place { break }
      place = above
    }
    return place
  }
}

/// The file that is measured on, made or opened.
struct AIOStorage {
  private let scratch: ScratchFile?
  /// Keeps a device that is overwritten from being mounted meanwhile.
  private let claim: DeviceClaim?
  let range: IORange

  /// Makes the temporary file, or takes the one that is there.
  init(_ choice: AIOTargetOptions.Choice, isDirect: Bool) throws {
    guard choice.isOwn else {
      scratch = nil
      claim = try Self.claim(choice)
      try Self.checkIdentity(choice)
      range = IORange(
        path: choice.path, byteCount: UInt64(choice.bytes), mayWrite: choice.mayWrite, isOwn: false)
      return
    }
    let made = try ScratchFile(
      in: choice.place, byteCount: choice.bytes, isDirect: isDirect,
      isCancelled: { AssayTool.interruption.isRequested })
    scratch = made
    claim = nil
    range = made.range
  }

  /// Keeps the temporary file, or the claim, until here.
  func close() { withExtendedLifetime((scratch, claim)) {} }

  private static func claim(_ choice: AIOTargetOptions.Choice) throws -> DeviceClaim? {
    guard choice.mustBeUnused else { return nil }
    do {
      return try DeviceClaim(choice.path)
    } catch {
      throw PlanRefused(
        "\(choice.path): not overwritten, it is in use (\(error.cause)); if all of it may be lost: --i-know-this-erases \(choice.path)"
      )
    }
  }

  /// What was looked at must be what is there now.
  private static func checkIdentity(_ choice: AIOTargetOptions.Choice) throws {
    let now = try? FileStatus(of: choice.path, followingLinks: false).identity
    guard now == choice.identity else {
      throw PlanRefused("\(choice.path): it was replaced by something else meanwhile; start again")
    }
  }
}

/// Facts for the plan.
enum AIOFacts {
  static func of(_ host: HostReport, _ range: IORange, _ choice: AIOTargetOptions.Choice) -> AIOPlan.Facts {
    let uring = host.capabilities.first { $0.name == "aio.io_uring" && $0.available == .no }
    let reason = uring.map { $0.reason + ($0.advice.map { "; \($0)" } ?? "") }
    return AIOPlan.Facts(
      range: range, alignment: choice.alignment,
      aioLimit: HostRoot.live.number("proc/sys/fs/aio-max-nr").map { Int(clamping: $0) },
      aioInUse: HostRoot.live.number("proc/sys/fs/aio-nr").map { Int(clamping: $0) } ?? 0,
      withoutUring: reason,
      deviceNode: StorageFacts.read(path: choice.place, root: .live).node,
      journalBeside: range.isOwn ? "\(choice.place)/.assay-\(CurrentProcess.identifier)" : range.path)
  }
}
