/// Options of the measuring commands that change what a metric means but not its labels.
enum WorkloadOptions {
  private static let names: Set<String> = [
    "--duration", "--cpus", "--array-size", "--isa", "--interval", "--policy", "--rate", "--file",
    "--process",
    "--working-set", "--dirty-rate", "--link", "--strategy",
  ]

  /// Those given on this command line, without the dashes; an option given several times has its values in order.
  static func given(in arguments: [String]) -> [String: String] {
    var given: [String: String] = [:]
    for (index, argument) in arguments.enumerated() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = parts.first, names.contains(name) else { continue }
      let value = parts.count == 2 ? parts[1] : arguments.dropFirst(index + 1).first ?? ""
      given[String(name.dropFirst(2)), default: ""] +=
        (given[String(name.dropFirst(2))] == nil ? "" : " ") + value
    }
    return given
  }
}
