/// The words of a kernel's command line as facts of their own: that one names another disk must not hide that another
/// isolates CPUs.
enum CommandLineFacts {
  /// The group of such facts: `boot/isolcpus`.
  static let group = "boot"

  /// The facts of a line; a word without a value has an empty one, one that is there several times all of its values
  /// with commas. What follows `--` is for the first process.
  static func facts(_ line: String) -> [RunColumns.Fact] {
    var values: [String: String] = [:]
    var names: [String] = []
    for word in words(line) {
      if word == "--" { break }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count > 1 ? String(parts[1]) : ""
      if let known = values[name] {
        values[name] = "\(known),\(value)"
      } else {
        values[name] = value
        names.append(name)
      }
    }
    return names.map { RunColumns.Fact(name: "\(group)/\($0)", value: values[$0] ?? "") }
  }

  /// Words between spaces; a space in double quotes divides nothing.
  private static func words(_ text: String) -> [Substring] {
    var isQuoted = false
    return text.split { character in
      if character == "\"" { isQuoted.toggle() }
      return character.isWhitespace && !isQuoted
    }
  }
}
