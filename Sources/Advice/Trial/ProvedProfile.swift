internal import Platform
public import Tuning

/// A profile with what a trial found, as a file: edited line by line where it can be, so that comments stay; else rewritten.
/// Whichever it is, the strict loader has read it back, and found in it what should be there, before it takes the place of
/// the old one.
public struct ProvedProfile: Sendable {
  /// The profile as it was read.
  public let profile: Profile
  /// What becomes of its settings.
  public let edit: ProfileEdit
  private let loader: ProfileLoader

  /// A profile with changes.
  public init(_ profile: Profile, _ edit: ProfileEdit, loader: ProfileLoader) {
    self.profile = profile
    self.edit = edit
    self.loader = loader
  }

  /// Whether the file at a path would say anything else than the profile does.
  public var isChanged: Bool { !edit.changes.isEmpty }

  /// Writes the file in one step.
  ///
  /// - Returns: whether everything else in it stayed as it was.
  /// - Throws: `TrialProblem` where no text can be made that the loader takes; `SystemError` where it cannot be written.
  @discardableResult
  public func write(to path: String) throws -> Bool {
    let isInPlace = path == profile.file
    // Elsewhere the files that it includes are not beside it: it is written out.
    if isInPlace || profile.files.count <= 1,
      let text = edit.edited(try Files.text(profile.file), of: profile),
      try isRight(text, beside: path)
    {
      try Files.replace(path, with: Array(text.utf8))
      return true
    }
    guard !isInPlace || profile.files.count <= 1 else {
      throw TrialProblem(
        .refused,
        "\(path) includes other files and is not laid out so that lines can be edited; write to another file with --proved"
      )
    }
    let text = ProfileText.render(
      profile, edit: edit,
      header: ["\(profile.name) as assay trial left it: settings carry evidence or are gone."])
    guard try isRight(text, beside: path) else {
      throw TrialProblem(
        .refused, "\(path): no text could be made that reads back as it should; the profile was left as it is"
      )
    }
    try Files.replace(path, with: Array(text.utf8))
    return false
  }

  /// Whether a text, put beside the path, is read as this profile with its changes.
  private func isRight(_ text: String, beside path: String) throws -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? "profile.yaml"
    let trial = "\(Files.parent(of: path))/.\(name).assay-trial"
    try Files.replace(trial, with: Array(text.utf8))
    defer { try? Files.remove(trial) }
    let read: Profile
    do throws(FileProblem) {
      read = try loader.load(trial)
    } catch {
      return false
    }
    return matches(read)
  }

  private func matches(_ read: Profile) -> Bool {
    let own = Set(profile.wishes.filter { $0.file == profile.file }.map(\.key))
    let flattened = read.files.count <= 1
    let dropped = Set(edit.dropped)
    let expected = profile.wishes.filter { wish in
      !(dropped.contains(wish.key.description) && (flattened || own.contains(wish.key)))
    }
    let isSame =
      Set(read.wishes.map(\.key)) == Set(expected.map(\.key))
      && read.wishes.allSatisfy { wish in
        expected.contains { $0.key == wish.key && $0.value == wish.value && $0.condition == wish.condition }
      }
    let proven = Set(edit.proven)
    let isProven = read.wishes.allSatisfy { wish in
      !proven.contains(wish.key.description) || !(flattened || own.contains(wish.key)) || wish.evidence != nil
    }
    return read.name == profile.name && matchesGroups(read) && isSame && isProven
  }

  private func matchesGroups(_ read: Profile) -> Bool {
    switch edit.changes[ProfileEdit.groups] {
    case .drop: read.groups.isEmpty
    case .evidence:
      read.groups.map(\.path) == profile.groups.map(\.path) && read.groups.allSatisfy { $0.evidence != nil }
    case nil: read.groups.map(\.path) == profile.groups.map(\.path)
    }
  }
}
