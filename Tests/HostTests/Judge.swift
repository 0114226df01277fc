import Platform
import TestSupport
import Testing

/// hwloc's own command-line tools, asked about the same machine.
///
/// `--disallowed` makes them list what the cgroup forbids as well, as `Topology` does.
struct Judge {
  /// The directory of a captured machine; nil for this one.
  let directory: String?

  static let isInstalled =
    ["hwloc-calc", "hwloc-info", "lstopo-no-graphics"].allSatisfy { Program.find($0) != nil }

  var environment: [String: String] {
    guard let directory else { return ["HWLOC_COMPONENTS": "-x86"] }
    return [
      "HWLOC_FSROOT": directory, "HWLOC_COMPONENTS": "linux,stop", "HWLOC_THISSYSTEM": "0",
      "HWLOC_KEEP_NVIDIA_GPU_NUMA_NODES": "1",
    ]
  }

  func run(_ tool: String, _ arguments: [String]) throws -> String {
    let path = try #require(Program.find(tool))
    let outcome = try Program.run(path, arguments, environment: environment)
    #expect(outcome.code == 0, "\(tool) \(arguments)")
    return outcome.output
  }

  /// How many objects of a type there are (`hwloc-calc -N`); 0 for a type that the machine has not.
  func count(_ type: String) throws -> Int {
    let path = try #require(Program.find("hwloc-calc"))
    let outcome = try Program.run(path, ["--disallowed", "-N", type, "all"], environment: environment)
    return Int(outcome.output.trimmingSpace()) ?? 0
  }

  /// The attributes of every object of a type, as `hwloc-info` lists them, in hwloc's order.
  func objects(_ type: String, disallowed: Bool = true) throws -> [[String: String]] {
    let output = try run("hwloc-info", (disallowed ? ["--disallowed"] : []) + ["-v", "\(type):all"])
    var objects: [[String: String]] = []
    for line in output.split(separator: "\n") {
      if !line.hasPrefix(" ") {
        if line.contains(" L#") && !line.hasPrefix("using") { objects.append([:]) }
        continue
      }
      guard let equals = line.firstRange(of: " = "), !objects.isEmpty else { continue }
      objects[objects.count - 1][line[..<equals.lowerBound].trimmingSpace()] = line[equals.upperBound...]
        .trimmingSpace()
    }
    return objects
  }

  /// The set behind a hwloc mask such as `0x000000ff,,0x0000ffff`.
  static func set(_ mask: String?) throws -> CPUSet {
    let parts = try #require(mask).split(separator: ",", omittingEmptySubsequences: false)
    var numbers: [Int] = []
    for (word, part) in parts.reversed().enumerated() {
      let bits = try #require(part.isEmpty ? 0 : UInt64(part.dropFirst(2), radix: 16))
      numbers += (0..<32).filter { bits & (1 << UInt64($0)) != 0 }.map { word * 32 + $0 }
    }
    return CPUSet(numbers)
  }
}
