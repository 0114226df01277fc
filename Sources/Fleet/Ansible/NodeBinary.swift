internal import Platform
internal import Subprocess
internal import SystemPackage

/// The executable that goes to the nodes.
public struct NodeBinary: Sendable, Equatable, Codable {
  /// Its path here.
  public var path: String
  /// SHA-256 of its content, 64 hexadecimal digits.
  public var sha256: String
  /// What `uname -m` must say on a node: `x86_64`, `aarch64`.
  public var architecture: String

  /// Looks at a file.
  ///
  /// - Throws: `FleetFailure` where it cannot be read, or is for a machine that is not known.
  public static func read(_ path: String) async throws -> NodeBinary {
    do {
      let absolute = try Files.resolved(path)
      return NodeBinary(path: absolute, sha256: try await hash(absolute), architecture: try machine(absolute))
    } catch let error as SystemError {
      throw FleetFailure("the binary for the nodes: \(error); name one with --binary (make static builds it)")
    }
  }

  private static func hash(_ path: String) async throws -> String {
    let result = try await Subprocess.run(
      .name("sha256sum"), arguments: ["--", path], output: .string(limit: 1 << 16),
      error: .string(limit: 1 << 16))
    let words = result.standardOutput.split(separator: " ")
    // A backslash in front says that it had to write the name otherwise.
    guard result.terminationStatus.isSuccess, let digits = words.first?.drop(while: { $0 == "\\" }),
      digits.count == 64
    else {
      throw FleetFailure(
        "the binary for the nodes: sha256sum \(path): \(result.standardError.trimmingSpace()); make it readable"
      )
    }
    return String(digits)
  }

  /// By the ELF header (elf(5)); a script runs everywhere where its interpreter is, so it is taken to be for this machine.
  private static func machine(_ path: String) throws -> String {
    let head = try Files.bytes(path, from: 0, count: 20)
    guard head.starts(with: [0x7F] + Array("ELF".utf8)), head.count == 20 else { return ownMachine }
    let number = Int(head[18]) | Int(head[19]) << 8
    guard let name = machines[number] else {
      throw FleetFailure(
        "the binary for the nodes: \(path) is for machine \(number), which is not known; build it for the nodes"
      )
    }
    return name
  }

  private static let machines = [0x3E: "x86_64", 0xB7: "aarch64", 0xF3: "riscv64"]

  private static var ownMachine: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      Files.fact("/proc/sys/kernel/arch") ?? "unknown"
    #endif
  }
}
