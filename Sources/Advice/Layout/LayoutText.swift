internal import Platform

/// Words that reasons and notes share.
enum LayoutText {
  /// `1 core`, `3 cores`.
  static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

  /// Bytes in the largest binary unit of which there is at least 1, with a decimal where it is needed, rounded down:
  /// what is a little less than needed must not read as enough.
  static func bytes(_ bytes: UInt64) -> String {
    for (shift, unit) in [(50, "PiB"), (40, "TiB"), (30, "GiB"), (20, "MiB")] as [(UInt64, String)]
    where bytes >= 1 << shift {
      let tenths = (bytes >> shift) * 10 + ((bytes & (1 << shift - 1)) >> (shift - 10)) * 10 / 1_024
      return tenths.isMultiple(of: 10)
        ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    return bytes == 0 ? "no memory" : "\(bytes >> 10) KiB"
  }

  /// `node 3`, `nodes 0-1,4`.
  static func nodes(_ nodes: CPUSet) -> String { "node\(nodes.count == 1 ? "" : "s") \(nodes)" }

  /// `guest 3`, `guests 1-6`.
  static func guests(_ numbers: [Int]) -> String {
    "guest\(numbers.count == 1 ? "" : "s") \(CPUSet(numbers))"
  }

  /// `CPU 3`, `CPUs 0-7`.
  static func cpus(_ cpus: CPUSet) -> String { "CPU\(cpus.count == 1 ? "" : "s") \(cpus)" }
}
