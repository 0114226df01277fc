import Foundation
import Glibc
import Platform
import Synchronization

/// Nodes without machines: a network namespace with an sshd each, on a bridge that nobody else sees, and an inventory for
/// them. All of it is in a process namespace of its own and ends with it, however a test ends.
///
///     let lab = try NodeLab(nodes: 3)
///     // lab.inventory names n1, n2 and n3; the Ansible in lab.programs sees them
public final class NodeLab: Sendable {
  /// Why there is none after all.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Why there can be none here; nil where there can.
  public static let obstacle: String? = {
    if !CurrentProcess.isRoot { return "needs root" }
    let programs = [
      "unshare", "nsenter", "ip", "tc", "sshd", "ssh-keygen", "ssh-keyscan", "ansible-playbook", "mkfifo",
    ]
    let missing = programs.filter { Program.find($0) == nil }
    return missing.isEmpty
      ? nil
      : "not installed: \(missing.joined(separator: " ")); apt-get install ansible-core openssh-server iproute2"
  }()

  /// What is odd about a node.
  public struct Oddity: Sendable {
    /// Nothing yet.
    public init(disk: String? = nil, without: [String] = [], variables: String = "") {
      self.disk = disk
      self.without = without
      self.variables = variables
    }

    /// Size of a disk of its own for the fleet's folder: `8m`.
    public var disk: String?
    /// A PATH of its own, without these programs.
    public var without: [String]
    /// More variables in the inventory.
    public var variables: String
  }

  private let tree: TemporaryTree
  private let process: Process
  private let input: FileHandle
  private let output: FileHandle
  private let lock = Mutex(())

  /// Its directory.
  public var path: String { tree.path }
  /// The inventory with all nodes: n1, n2, …
  public var inventory: String { "\(path)/inventory" }
  /// A directory with Ansible's programs, which see the nodes.
  public var programs: String { "\(path)/bin" }
  /// Every command line of Ansible's programs.
  public var commandLines: String { (try? Files.text("\(path)/argv")) ?? "" }

  /// Starts the nodes.
  ///
  /// - Parameter odd: by the node's number, from 1.
  public init(nodes count: Int = 3, odd: [Int: Oddity] = [:]) throws {
    tree = try TemporaryTree(["lab.sh": NodeLabScript.text])
    for number in 1...count {
      let oddity = odd[number] ?? Oddity()
      try tree.write(
        "n\(number)/variables", "assay_free_mib=\(oddity.disk == nil ? 1 : 64) \(oddity.variables)")
      if let disk = oddity.disk { try tree.write("n\(number)/disk", disk) }
      if !oddity.without.isEmpty {
        try tree.write(
          "n\(number)/path", try Self.programs(without: oddity.without, in: "\(tree.path)/n\(number)/bin"))
      }
    }
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = [
      "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "\(tree.path)/lab.sh", tree.path,
      "\(count)",
    ]
    let (commands, answers) = (Pipe(), Pipe())
    process.standardInput = commands
    process.standardOutput = answers
    process.standardError = FileHandle.standardError
    input = commands.fileHandleForWriting
    output = answers.fileHandleForReading
    try process.run()
    let answer = line()
    guard answer.hasPrefix("ready") else { throw Failure(description: "the lab did not start: \(answer)") }
  }

  // unshare --fork ignores milder signals; with it ends the first process of the namespace, and with that all others.
  deinit {
    try? input.close()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Does something to a node: `kill 2`, `start 2`, `slow 1 400kbit`, `fast 1`. Returns when it is done.
  public func command(_ text: String) throws {
    try lock.withLock { _ in
      try input.write(contentsOf: Data("\(text)\n".utf8))
      let answer = line()
      guard answer == "ok" else { throw Failure(description: "the lab answered '\(answer)' to '\(text)'") }
    }
  }

  /// The directory of a node; its fleet folder is `assay` in it.
  public func node(_ number: Int) -> String { "\(path)/n\(number)" }

  /// Makes a FIFO, on which somebody waits.
  public func makeFIFO(_ path: String) throws {
    let made = try Program.run("/usr/bin/mkfifo", ["-m", "600", path])
    guard made.code == 0 else { throw Failure(description: "mkfifo \(path) failed") }
  }

  private func line() -> String {
    var bytes: [UInt8] = []
    while let byte = try? output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A directory with links to all programs but some.
  private static func programs(without missing: [String], in directory: String) throws -> String {
    try Files.createDirectories(directory)
    for place in ["/usr/bin", "/usr/sbin"] {
      for name in try Files.names(in: place)
      where !missing.contains(name) && !Files.exists("\(directory)/\(name)") {
        try FileManager.default.createSymbolicLink(
          atPath: "\(directory)/\(name)", withDestinationPath: "\(place)/\(name)")
      }
    }
    return directory
  }
}
