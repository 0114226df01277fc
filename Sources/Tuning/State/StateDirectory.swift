internal import Platform

/// Where journals, the log and the lock are: root's alone, because what stands there is later written into the kernel.
public struct StateDirectory: Sendable {
  /// Where it is unless told otherwise.
  public static let usual = "/var/lib/assay"

  /// The directory.
  public let path: String

  private static let ending = ".journal"
  private static let rightsText = "make it root's alone: chown root, chmod 0700"

  /// Opens it.
  ///
  /// - Parameter creating: whether it is made (mode 0700) where it is missing, with those above it.
  /// - Throws: `TuningProblem.state` where others could write to it, or it cannot be made.
  public init(_ path: String, creating: Bool) throws(TuningProblem) {
    guard path.hasPrefix("/") else { throw .state("\(path): the state directory needs a path from / on") }
    self.path = path
    do {
      if creating, !Files.exists(path) {
        try Files.createDirectories(Files.parent(of: path))
        try Files.createPrivateDirectory(path)
        try Files.syncDirectory(Files.parent(of: path))
      }
      guard Files.exists(path) else { return }
      try check()
    } catch let error as SystemError {
      throw .state("\(path): \(error); choose another --state-dir, or run as root")
    } catch let problem as TuningProblem {
      throw problem
    } catch {
      throw .state("\(path): \(error)")
    }
  }

  /// Whether there is anything.
  var isPresent: Bool { Files.exists(path) }

  /// The directory's rights, and those of all above it: who may rename one of them can put another in its place.
  private func check() throws {
    let own = try Ownership(of: path)
    guard own.kind == .directory else {
      throw TuningProblem.state("\(path) is no directory (links are not followed)")
    }
    guard own.user == Ownership.ownUser else {
      throw TuningProblem.state("\(path) belongs to user \(own.user); \(Self.rightsText)")
    }
    guard own.isOwnersAlone else {
      throw TuningProblem.state("\(path): others may write to it; \(Self.rightsText)")
    }
    var above = Files.parent(of: path)
    while true {
      let rights = try Ownership(of: above)
      let isTrusted = rights.user == 0 || rights.user == Ownership.ownUser
      guard rights.kind != .directory || isTrusted && (rights.isOwnersAlone || rights.isSticky) else {
        throw TuningProblem.state("\(above), above \(path): others may write to it; take another --state-dir")
      }
      if above == "/" { return }
      above = Files.parent(of: above)
    }
  }

  /// Takes the one lock.
  ///
  /// - Throws: `TuningProblem.locked`.
  func lock() throws -> FileLock {
    do {
      return try FileLock("\(path)/lock")
    } catch {
      if error.isHeldElsewhere { throw TuningProblem.locked }
      throw TuningProblem.state("\(error)")
    }
  }

  /// Every journal, the oldest first; those after which nothing was written are removed. Only with the lock.
  ///
  /// - Throws: `TuningProblem.state`, naming file, line and reason, where one cannot be believed.
  func journals() throws -> [Journal] {
    try believed { file, number in
      if let journal = try Journal.open(file, number: number), journal.state.phase != .preparing {
        return journal
      }
      try Files.remove(file)
      return nil
    }
  }

  /// What every journal says, with its number, the oldest first; without the lock, and changing nothing.
  ///
  /// - Throws: as `journals()`.
  func states() throws -> [(number: Int, state: JournalState)] {
    guard isPresent else { return [] }
    return try believed { file, number in
      guard let state = try JournalState(Journal.bytes(file), name: file), state.phase != .preparing else {
        return nil
      }
      return (number, state)
    }
  }

  private func believed<Result>(_ read: (_ file: String, _ number: Int) throws -> Result?) throws -> [Result]
  {
    try numbered().compactMap { name, number in
      let file = "\(path)/\(name)"
      do {
        try checkFile(file)
        return try read(file, number)
      } catch let gone as SystemError where gone.isMissing {
        // Who has no lock can see one go: reverted since the names were read.
        return nil
      } catch let refusal as JournalState.Refusal {
        throw TuningProblem.state(
          "\(refusal); it was damaged after it was written, so nothing is taken back by it: compare the settings by hand, then remove it"
        )
      }
    }
  }

  /// The number of the next journal.
  func nextNumber() throws -> Int { (try numbered().map(\.number).max() ?? 0) + 1 }

  /// A new journal, durable when this returns.
  func newJournal(_ number: Int, _ begin: JournalRecord.Begin, _ changes: [RecordedChange]) throws -> Journal
  {
    let digits = String(number)
    let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + Self.ending
    do {
      return try Journal.create("\(path)/\(name)", number: number, begin, changes)
    } catch let error as SystemError {
      throw TuningProblem.state(
        "\(error); without a durable record of the old values nothing is changed. Make room, or choose another --state-dir"
      )
    }
  }

  private func numbered() throws -> [(name: String, number: Int)] {
    try Files.names(in: path).compactMap { name in
      guard name.hasSuffix(Self.ending), let number = Int(name.dropLast(Self.ending.count)) else {
        return nil
      }
      return (name, number)
    }.sorted { $0.number < $1.number }
  }

  /// A journal is believed only where nobody else can have written it.
  private func checkFile(_ file: String) throws {
    let rights = try Ownership(of: file)
    guard rights.kind == .file, rights.links == 1, rights.user == Ownership.ownUser, rights.isOwnersAlone
    else {
      throw TuningProblem.state(
        "\(file): not a plain file that only its owner may write, so it is not believed; see who changed it, and remove it"
      )
    }
  }
}
