internal import Platform

/// What `virsh` prints in the C locale, taken apart.
enum VirshText {
  /// `label: value` lines; others are left out.
  static func fields(_ text: String) -> [(String, String)] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String($0).trimmingSpace() }
      guard halves.count == 2, !halves[0].isEmpty else { return nil }
      return (halves[0], halves[1])
    }
  }

  /// A number with a unit, in bytes, bytes a second, or milliseconds; nil for what is none, or has a unit
  /// that is not known.
  static func number(_ text: String) -> Double? {
    let words = text.split(separator: " ")
    guard let first = words.first, let number = Double(first), number.isFinite, words.count <= 2 else {
      return nil
    }
    guard let unit = words.dropFirst().first else { return number }
    return factors[String(unit)].map { number * $0 }
  }

  private static let factors: [String: Double] = {
    var factors = ["ms": 1.0, "s": 1000, "bytes": 1, "pages/s": 1, "ns": 1e-6, "%": 1]
    for (power, prefix) in ["", "Ki", "Mi", "Gi", "Ti", "Pi"].enumerated() {
      let factor = (0..<power).reduce(1.0) { size, _ in size * 1024 }
      factors["\(prefix)B"] = factor
      factors["\(prefix)B/s"] = factor
    }
    return factors
  }()
}

/// Versions at one side.
public struct LibvirtVersions: Sendable, Equatable, Codable {
  /// Of the library that `virsh` uses.
  public var library: VersionNumber?
  /// Of the daemon; nil where the URI leads to none.
  public var daemon: VersionNumber?
  /// The hypervisor's name: `QEMU`.
  public var hypervisor: String
  /// The hypervisor's version.
  public var hypervisorVersion: VersionNumber

  /// Reads what `virsh version --daemon` says; nil without a hypervisor.
  init?(_ text: String) {
    let fields = Dictionary(VirshText.fields(text)) { first, _ in first }
    func product(_ label: String) -> (name: String, version: VersionNumber)? {
      let words = (fields[label] ?? "").split(separator: " ")
      guard let last = words.last, let version = VersionNumber(String(last)) else { return nil }
      return (words.dropLast().joined(separator: " "), version)
    }
    guard let running = product("Running hypervisor") else { return nil }
    hypervisor = running.name
    hypervisorVersion = running.version
    library = product("Using library")?.version
    daemon = product("Running against daemon")?.version
  }
}

/// A version of up to three numbers.
public struct VersionNumber: Sendable, Equatable, Comparable, Codable, CustomStringConvertible {
  /// The numbers, the most significant first.
  public let numbers: [Int]

  /// Reads `7.2.22`; nil for what is not numbers with points between.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    let numbers = parts.compactMap { $0 }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
    self.numbers = numbers
  }

  /// With points between.
  public var description: String { numbers.map { "\($0)" }.joined(separator: ".") }

  /// The older one is less.
  public static func < (left: VersionNumber, right: VersionNumber) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}

/// Memory of a host, in bytes.
public struct LibvirtMemory: Sendable, Equatable, Codable {
  /// All of it.
  public var total: Double
  /// What nobody uses.
  public var free: Double
  /// What the page cache has and gives back when asked.
  public var cached: Double

  /// Reads what `virsh nodememstats` says; nil without a total or what is free.
  init?(_ text: String) {
    let fields = Dictionary(VirshText.fields(text)) { first, _ in first }.compactMapValues(VirshText.number)
    guard let total = fields["total"], let free = fields["free"] else { return nil }
    self.total = total
    self.free = free
    cached = (fields["cached"] ?? 0) + (fields["buffers"] ?? 0)
  }
}
