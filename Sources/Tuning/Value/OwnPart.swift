internal import Platform

/// Settings that several profiles have a part in: words of the command line, CPUs that a group may give away. What a
/// profile writes is its own part over what lies below.
enum OwnPart {
  /// The text that a profile writes over `below`: for CPUs both together; of words, its own take the place of others of
  /// the same parameter.
  static func laid(_ own: String, over below: String, type: ValueType) -> String {
    if type == .cpus {
      let sets = [below, own].map { (try? CPUSet(list: $0)) ?? CPUSet() }
      return sets[0].union(sets[1]).description
    }
    let ours = own.split(whereSeparator: \.isWhitespace)
    let parameters = Set(ours.map(parameter))
    let kept = below.split(whereSeparator: \.isWhitespace).filter {
      ours.contains($0) || !parameters.contains(parameter($0))
    }
    return (kept + ours.filter { !kept.contains($0) }).joined(separator: " ")
  }

  /// Whether everything of `part` is in one of `wholes`.
  static func isPart(_ part: String, of wholes: [String], type: ValueType) -> Bool {
    if type == .cpus {
      let all = wholes.reduce(CPUSet()) { $0.union((try? CPUSet(list: $1)) ?? CPUSet()) }
      return (try? CPUSet(list: part))?.isSubset(of: all) ?? false
    }
    let words = Set(wholes.flatMap { $0.split(whereSeparator: \.isWhitespace) })
    return words.isSuperset(of: part.split(whereSeparator: \.isWhitespace))
  }

  private static func parameter(_ word: Substring) -> Substring { word.prefix { $0 != "=" } }
}
