/// What is known of a machine besides its shape: kernel, processor, memory management, virtualisation.
///
///     let facts = HostFacts.read(root: .live)
///     facts[.cpuModel]                 // "AMD EPYC", or nil when it cannot be read
///     facts.dictionary["thp_enabled"]  // "madvise", or "unknown"
public struct HostFacts: Sendable, Equatable {
  /// The facts that are asked of every machine, in the order in which people read them.
  public enum Name: String, CaseIterable, Sendable {
    // The kernel.
    case kernel, kernelVersion = "kernel_version", architecture, commandLine = "command_line"
    case distribution, initSystem = "init", clocksource, clocksources
    // The processor.
    case cpuModel = "cpu_model", cpuVendor = "cpu_vendor", cpuFamily = "cpu_family"
    case cpuModelNumber = "cpu_model_number", cpuStepping = "cpu_stepping", cpuFlags = "cpu_flags"
    case microcode, smtControl = "smt_control"
    case frequencyDriver = "cpufreq_driver", frequencyGovernor = "cpufreq_governor"
    case idleDriver = "cpuidle_driver", idleGovernor = "cpuidle_governor"
    case isolatedCPUs = "isolated_cpus", ticklessCPUs = "nohz_full_cpus"
    // Memory.
    case memoryTotal = "memory_total_bytes", memoryAvailable = "memory_available_bytes"
    case swapTotal = "swap_total_bytes", thpEnabled = "thp_enabled", thpDefrag = "thp_defrag"
    case numaBalancing = "numa_balancing", hugePages = "huge_pages"
    // Where it runs.
    case hypervisor, container, product, firmware
    case cgroupVersion = "cgroup_version", cgroupPath = "cgroup_path"
    case cgroupControllers = "cgroup_controllers", pressure = "psi"
    // Who read all this: `root` or `user`; some settings are root's alone to read.
    case readAs = "read_as"
  }

  /// The facts that could be read.
  public private(set) var known: [Name: String]
  /// What `/sys/devices/system/cpu/vulnerabilities` says, by its file names; empty when unknown.
  public private(set) var mitigations: [String: String]
  /// Options of the kernel's build that matter here, by name without `CONFIG_`; empty when not readable.
  public private(set) var kernelConfiguration: [String: String]

  /// Exactly these facts; empty texts count as unknown.
  public init(
    known: [Name: String], mitigations: [String: String] = [:], kernelConfiguration: [String: String] = [:]
  ) {
    self.known = known.filter { !$0.value.isEmpty }
    self.mitigations = mitigations
    self.kernelConfiguration = kernelConfiguration
  }

  /// A fact as the kernel words it; nil when unknown.
  public subscript(name: Name) -> String? { known[name] }

  /// A fact that is a number: bytes of memory; nil when unknown.
  public func number(_ name: Name) -> UInt64? { known[name].flatMap { UInt64($0) } }

  /// Every fact under its snake_case name, `unknown` where it could not be read.
  ///
  /// Mitigations are `mitigation_spectre_v2`, options of the kernel's build `config_hz`.
  public var dictionary: [String: String] {
    var result: [String: String] = [:]
    for name in Name.allCases { result[name.rawValue] = known[name] ?? Self.unknown }
    for (name, value) in mitigations { result["mitigation_\(name)"] = value }
    for (name, value) in kernelConfiguration { result["config_\(name.lowercased())"] = value }
    return result
  }

  /// The word for what could not be read.
  public static let unknown = "unknown"
}

extension HostFacts: Codable {
  /// Decodes from a flat object of texts; names that are not known here are skipped.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.singleValueContainer().decode([String: String].self)
    self.init(known: [:])
    for (name, value) in values where value != Self.unknown {
      if let name = Name(rawValue: name) {
        known[name] = value
      } else if name.hasPrefix("mitigation_") {
        mitigations[String(name.dropFirst(11))] = value
      } else if name.hasPrefix("config_") {
        kernelConfiguration[name.dropFirst(7).uppercased()] = value
      }
    }
  }

  /// Encodes as a flat object of texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(dictionary)
  }
}
