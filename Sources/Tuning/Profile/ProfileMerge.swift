internal import Platform

/// Profiles put together: what includes wins over what is included; equals must agree.
enum ProfileMerge {
  /// A profile with what it includes, of which it replaces what it names itself.
  ///
  /// - Parameter line: where it includes them.
  static func put(_ top: Profile, over included: [Profile], line: Int) throws(FileProblem) -> Profile {
    func problem(_ reason: String) -> FileProblem {
      FileProblem(file: top.file, line: line, reason: reason)
    }
    var result = top
    var wishes: [Profile.Wish] = []
    var groups: [Profile.Group] = []
    var definitions: [(name: String, cpus: CPUExpression)] = []
    for profile in included {
      for wish in profile.wishes where !top.wishes.contains(where: { replaces($0, wish) }) {
        if let other = wishes.first(where: { conflicts($0, wish) }) {
          throw problem(
            "\(describe(other)), \(describe(wish)); name the one that you want in \(top.file)")
        }
        if !wishes.contains(where: { $0.key == wish.key }) { wishes.append(wish) }
      }
      for group in profile.groups where !top.groups.contains(where: { $0.path == group.path }) {
        if let other = groups.first(where: { $0.path == group.path }) {
          throw problem(
            "the group \(group.path) is in \(other.place) and in \(group.place); name it in \(top.file)")
        }
        groups.append(group)
      }
      for definition in profile.definitions
      where !top.definitions.contains(where: { $0.name == definition.name }) {
        if let other = definitions.first(where: { $0.name == definition.name }), other.cpus != definition.cpus
        {
          throw problem(
            "'\(definition.name)' is '\(other.cpus.text)' and '\(definition.cpus.text)' in what is included")
        }
        definitions.append(definition)
      }
    }
    result.wishes = wishes + top.wishes
    result.groups = groups + top.groups
    // What the top defines is known to what it includes: that is how a name is overridden.
    result.definitions = top.definitions + definitions
    result.claims = included.flatMap(\.claims) + top.claims
    return result
  }

  /// Whether two profiles that are applied together agree.
  ///
  /// - Throws: `FileProblem` that names both profiles, with file and line.
  static func check(_ profiles: [Profile]) throws(FileProblem) {
    for (index, second) in profiles.enumerated() {
      for first in profiles[..<index] {
        for wish in second.wishes {
          guard let other = first.wishes.first(where: { conflicts($0, wish) }) else { continue }
          throw FileProblem(
            file: wish.file, line: wish.line,
            reason:
              "the profiles \(first.name) and \(second.name) disagree: \(describe(other)), \(describe(wish))")
        }
        for group in second.groups {
          guard let other = first.groups.first(where: { $0.path == group.path }) else { continue }
          throw FileProblem(
            file: group.file, line: group.line,
            reason:
              "the profiles \(first.name) and \(second.name) both make the group \(group.path) (\(other.place))"
          )
        }
      }
    }
  }

  private static func replaces(_ top: Profile.Wish, _ wish: Profile.Wish) -> Bool {
    top.key == wish.key || Knob.areCoupled(top, wish)
  }

  private static func conflicts(_ first: Profile.Wish, _ second: Profile.Wish) -> Bool {
    if first.key == second.key { return first.value != second.value }
    return Knob.areCoupled(first, second)
  }

  private static func describe(_ wish: Profile.Wish) -> String {
    let value =
      switch wish.value {
      case .literal(let text), .template(let text): text
      case .cpus(let expression): expression.text
      }
    return "\(wish.place) wants \(wish.key) = \(value)"
  }
}
