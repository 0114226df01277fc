internal import Platform

/// Which profiles and catalogs are believed: what they say is written into the kernel.
public enum FileTrust: Sendable {
  /// Every one that can be read: where nothing is written, or only into a tree of files.
  case everybody
  /// Those that nobody but root and this user can have written, or put where they are.
  case ownersOnly

  private static let mostLinks = 40

  /// Whether a file is believed; links are followed step by step, as the kernel follows them.
  ///
  /// - Throws: `FileProblem` that names what others could have changed, and says what to do.
  func check(_ file: String) throws(FileProblem) {
    if self == .everybody { return }
    do {
      try Self.walk(CurrentProcess.absolute(file), file)
    } catch let problem as FileProblem {
      throw problem
    } catch {
      throw FileProblem(file: file, line: 0, reason: "who could have written it is not known: \(error)")
    }
  }

  private static func walk(_ path: String, _ file: String) throws {
    var place: [Substring] = []
    var rest = path.split(separator: "/")[...]
    var links = 0
    try check("/", file)
    while let part = rest.popFirst() {
      if part == "." { continue }
      if part == ".." {
        _ = place.popLast()
        continue
      }
      place.append(part)
      let reached = "/" + place.joined(separator: "/")
      guard try check(reached, file) == .link else { continue }
      links += 1
      guard links <= mostLinks else {
        throw FileProblem(file: file, line: 0, reason: "more than \(mostLinks) links lead to it")
      }
      let target = try Files.linkTarget(reached)
      place = target.hasPrefix("/") ? [] : place.dropLast()
      rest = target.split(separator: "/") + rest
    }
  }

  /// A folder that others may write to will do where only owners may rename what is in it.
  @discardableResult
  private static func check(_ place: String, _ file: String) throws -> FileStatus.Kind {
    let rights = try Ownership(of: place)
    guard rights.user == 0 || rights.user == Ownership.ownUser else {
      throw problem(place, file, "belongs to user \(rights.user)", "chown root \(place)")
    }
    let isLocked = rights.isOwnersAlone || rights.kind == .directory && rights.isSticky
    // A link has no rights of its own.
    guard rights.kind == .link || isLocked else {
      let mode = String(rights.mode, radix: 8)
      throw problem(place, file, "can be written by others (mode \(mode))", "chmod go-w \(place)")
    }
    return rights.kind
  }

  private static func problem(_ place: String, _ file: String, _ why: String, _ remedy: String) -> FileProblem
  {
    FileProblem(
      file: file, line: 0,
      reason:
        "not believed, because \(place) \(why), and what it says would be written as root; look through "
        + "it, then: \(remedy)")
  }
}
