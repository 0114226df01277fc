internal import Platform
internal import Subprocess
internal import SystemPackage

/// The QEMU of this host.
public struct QEMU: Sendable {
  /// How long the guest of the KVM probe may take. Real KVM needs a tenth of a second and TCG little more; a KVM below
  /// another hypervisor that must emulate everything needs five seconds, and hangs kernels.
  public static let probeLimit: Duration = .seconds(2)

  /// Its file.
  public let path: String

  /// Finds `qemu-system-x86_64` in PATH, or takes the program that is named.
  ///
  /// - Throws: `TwinError` of kind `missing`.
  public init(path: String? = nil) throws(TwinError) {
    if let path, !Files.exists(path) {
      throw TwinError(.missing, "\(path) does not exist; name QEMU's program (qemu-system-x86_64)")
    }
    self.path =
      if let path { path } else {
        try HelperProgram("qemu-system-x86_64", package: "qemu-system-x86").path
      }
  }

  /// Finds out whether KVM runs a guest here; `/dev/kvm` alone does not tell.
  public func chooseAccelerator(within limit: Duration = probeLimit) async throws -> AcceleratorChoice {
    guard Files.exists("/dev/kvm") else { return AcceleratorChoice(.tcg, reason: "there is no /dev/kvm") }
    guard Files.isWritable("/dev/kvm") else {
      return AcceleratorChoice(.tcg, reason: "this user may not open /dev/kvm")
    }
    return try await probe(.kvm, within: limit)
  }

  /// Boots the boot sector with an accelerator.
  func probe(_ accelerator: Accelerator, within limit: Duration) async throws -> AcceleratorChoice {
    let disk = try MemoryFile()
    try disk.append(BootSector.bytes)
    let words = try command(BootSector.arguments(accelerator: accelerator, disk: disk.pathForOthers))
    let name = accelerator.rawValue.uppercased()
    do {
      return try await withTimeLimit(limit, or: TwinError(.timeLimit, "no answer")) {
        let result = try await Subprocess.run(
          .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())),
          platformOptions: Self.killed, output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        if result.terminationStatus == .exited(BootSector.exitCode)
          && result.standardOutput.utf8.first == BootSector.greeting
        {
          return AcceleratorChoice(accelerator, reason: "\(name) ran a guest")
        }
        let said = result.standardError.split(separator: "\n").last.map(String.init) ?? "it said nothing"
        return AcceleratorChoice(.tcg, reason: "\(name) does not work here: \(said)")
      }
    } catch let error as TwinError where error.kind == .timeLimit {
      return AcceleratorChoice(.tcg, reason: "\(name) hangs here: a guest gave no sign of life in \(limit)")
    }
  }

  /// A command line that runs QEMU so that the kernel kills it when this process ends, however it ends.
  func command(_ arguments: [String]) throws(TwinError) -> [String] {
    [try HelperProgram("setpriv", package: "util-linux").path, "--pdeathsig", "KILL", path] + arguments
  }

  /// Cancelled means killed.
  static var killed: PlatformOptions {
    var options = PlatformOptions()
    options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .zero)]
    return options
  }
}
