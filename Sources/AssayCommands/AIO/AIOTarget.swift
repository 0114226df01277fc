internal import AIOBenchmark
internal import Experiment
internal import Platform

/// What the AIO benchmark was asked to work on: without a file one of its own.
struct AIOTarget {
  /// The file or block device.
  var file: String?
  /// Where a file of its own is made; nil for where the results go.
  var directory: String?
  /// Bytes to use.
  var size: Int?
  /// Through the page cache.
  var isBuffered = false
  /// Whether what the file holds may be overwritten.
  var destroysData = false
  /// Whether a file that is overwritten is written once before.
  var preconditions = true
  /// Devices that may be overwritten though they are in use.
  var erases: [String] = []

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
  }

  /// Decides, after a look at what is there; changes nothing.
  ///
  /// - Throws: `PlanRefused`.
  func choose(for options: AIOOptions, out: String) throws -> Choice {
    var wish = TargetWish()
    wish.path = file
    wish.directory = try directory ?? Self.nearestDirectory(to: out)
    wish.writes = options.writes(mayWrite: file == nil || destroysData)
    wish.isDirect = !isBuffered
    wish.destroysData = destroysData
    wish.erases = erases
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
        alignment: state.logicalBlockBytes)
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
