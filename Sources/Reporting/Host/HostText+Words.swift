internal import Host
internal import Platform

/// Words that the drawing and the facts share.
extension HostText {
  /// Bytes of memory for people; `memory unknown` for nil, `no memory` for 0.
  static func memory(_ bytes: UInt64?) -> String {
    guard let bytes else { return "memory unknown" }
    return bytes == 0 ? "no memory" : amount(bytes, decimals: 1)
  }

  /// A cache for people: `L1d 32 KiB`.
  static func cache(_ cache: Topology.Cache) -> String {
    let letter =
      switch cache.kind {
      case .data: cache.level == 1 ? "d" : ""
      case .instruction: "i"
      case .unified: ""
      }
    return "L\(cache.level)\(letter) \(cache.bytes.map { amount($0, decimals: 2) } ?? "of unknown size")"
  }

  /// The largest binary unit in which the number is at least 1, with as many decimals as are needed.
  private static func amount(_ bytes: UInt64, decimals: Int) -> String {
    let (value, unit) = Units.binaryStep(Double(bytes))
    return "\(Units.withoutZeros(Units.fixed(value, decimals: decimals))) \(unit)"
  }

  /// The kernel's list; a regular stride of four or more is told as such: `0-20 step 4`.
  static func list(_ cpus: CPUSet) -> String {
    let numbers = cpus.numbers
    guard numbers.count > 3, let first = numbers.first, let last = numbers.last else {
      return cpus.description
    }
    let step = numbers[1] - first
    let isRegular = step > 1 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step }
    return isRegular ? "\(first)-\(last) step \(step)" : cpus.description
  }
}
