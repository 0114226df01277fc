internal import Platform
internal import VirtualMachine

/// What a guest needs of a QEMU, or what a QEMU has to give.
struct QEMUFacts: Equatable {
  var version: QEMUVersion
  /// The machine types that it makes; of a guest its own alone.
  var machines: Set<String>
  /// What its processor can do.
  var features: Set<String>

  /// Of a guest that runs.
  static func of(_ guest: BeaconGuest) throws(MonitorError) -> QEMUFacts {
    let model = BeaconImage.processor(of: guest.options.accelerator)
    return QEMUFacts(
      version: guest.version, machines: [try guest.monitor.queryMachineType()],
      features: try guest.monitor.queryFeatures(ofModel: model))
  }

  /// Of a program, which is started without a machine and ended again.
  static func of(program path: String?, _ accelerator: Accelerator, within limit: Duration) throws
    -> QEMUFacts
  {
    let qemu = try MonitoredQEMU(
      QEMU(path: path),
      [
        "-no-user-config", "-nodefaults", "-display", "none", "-machine", "none", "-accel",
        accelerator.rawValue,
      ], within: limit)
    defer { qemu.process.kill() }
    return QEMUFacts(
      version: qemu.version, machines: try qemu.monitor.queryMachineTypes(),
      features: try qemu.monitor.queryFeatures(ofModel: BeaconImage.processor(of: accelerator)))
  }

  /// What keeps a guest with these needs from a QEMU, in words; empty where nothing does.
  func differences(at other: QEMUFacts) -> [String] {
    var all: [String] = []
    if other.version < version { all.append("QEMU \(other.version) is older than the source's \(version)") }
    all += machines.subtracting(other.machines).sorted().map { "it has no machine \($0)" }
    let missing = features.subtracting(other.features).sorted()
    if !missing.isEmpty { all.append("its processor lacks \(missing.joined(separator: " "))") }
    return all
  }
}
