import Foundation
import Glibc
import MigrationBenchmark
import Platform
import TestSupport
import VirtualMachine

/// A libvirt daemon of its own, with all its files below a directory: one of two "hosts" on one machine.
///
/// It is a session daemon and touches nothing of the machine's. libvirt has those only for users that are not
/// root: as root it runs as `nobody`. For the thread that makes it, with which it ends.
final class SessionLibvirt {
  static let programs = ["libvirtd", "virsh", "qemu-system-x86_64", "setpriv", "env"]
  static var lacking: [String] { programs.filter { Program.find($0) == nil } }
  private static let nobody: UInt32 = 65534

  let uri: String
  let virsh: Virsh
  let daemon: ChildProcess
  private let directory: String
  // There until its guests were looked for.
  private let tree: TemporaryTree

  /// Starts it and waits until it answers.
  ///
  /// - Parameter number: 1 to 9; daemons with different ones are different hosts.
  init(_ number: Int, in tree: TemporaryTree) throws {
    self.tree = tree
    let directory = "\(tree.path)/\(number)"
    self.directory = directory
    for name in ["r", "c/libvirt", "k", "d"] { try Files.createDirectories("\(directory)/\(name)") }
    try tree.write(
      "\(number)/daemon.conf",
      """
      host_uuid = "0000000\(number)-1111-4222-8333-444455556666"
      log_outputs = "3:stderr"

      """)
    let port = 49200 + Int(getpid()) % 500 * 30 + number * 10
    try tree.write(
      "\(number)/c/libvirt/qemu.conf",
      """
      security_driver = "none"
      stdio_handler = "file"
      migration_port_min = \(port)
      migration_port_max = \(port + 9)

      """)
    let isRoot = getuid() == 0
    if isRoot { try Self.giveAway(directory) }
    var words = ["-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=\(directory)"]
    for (variable, name) in [
      ("RUNTIME_DIR", "r"), ("CONFIG_HOME", "c"), ("CACHE_HOME", "k"), ("DATA_HOME", "d"),
    ] {
      words.append("XDG_\(variable)=\(directory)/\(name)")
    }
    words += [try Self.file("setpriv"), "--pdeathsig", "KILL"]
    if isRoot { words += ["--reuid", "\(Self.nobody)", "--regid", "\(Self.nobody)", "--clear-groups"] }
    words += [try Self.file("libvirtd"), "--config", "\(directory)/daemon.conf"]
    words += ["--pid-file", "\(directory)/pid"]
    daemon = try ChildProcess(Self.file("env"), words)
    uri = "qemu+unix:///session?socket=\(directory)/r/libvirt/libvirt-sock"
    virsh = try Virsh(uri, program: Self.file("virsh"))
    try waitForAnswer()
  }

  deinit {
    // QEMU is no child of the daemon's, and outlives it.
    daemon.kill()
    for name in (try? Files.names(in: "\(directory)/r/libvirt/qemu/run")) ?? [] where name.hasSuffix(".pid") {
      if let text = Files.fact("\(directory)/r/libvirt/qemu/run/\(name)"), let number = pid_t(text),
        Self.words(of: number).contains(directory)
      {
        kill(number, SIGKILL)
      }
    }
  }

  /// Processes whose command lines name a path.
  static func processes(naming path: String) -> [pid_t] {
    ((try? Files.names(in: "/proc")) ?? []).compactMap { pid_t($0) }.filter { words(of: $0).contains(path) }
  }

  /// Starts a domain of XML; it is gone when it ends.
  func create(_ xml: String) throws {
    try tree.write("domain.xml", xml)
    let result = try HelperProgram.run(
      Self.file("virsh"), ["-c", uri, "create", "\(tree.path)/domain.xml"], timeout: 60)
    guard result.status == 0 else { throw Failure(description: result.output) }
  }

  /// Runs any command of `virsh` there.
  func command(_ words: [String]) throws -> HelperProgram.Result {
    try HelperProgram.run(Self.file("virsh"), ["-c", uri] + words, timeout: 60)
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private func waitForAnswer() throws {
    let deadline = Deadline.after(.seconds(60))
    while true {
      do {
        _ = try virsh.versions()
        return
      } catch {
        // An end of the daemon ends the waiting; until it listens, this is how time passes.
        if daemon.wait(until: .after(.milliseconds(100))) != nil || deadline.isOver {
          throw Failure(
            description: "libvirtd: \(error)\n\(daemon.lastLines().joined(separator: "\n"))")
        }
      }
    }
  }

  private static func file(_ name: String) throws -> String {
    guard let path = Program.find(name) else { throw Failure(description: "\(name) is not installed") }
    return path
  }

  private static func giveAway(_ directory: String) throws {
    let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
    for path in [directory] + all.map({ "\(directory)/\($0)" }) {
      try SystemCall.runSettingErrno("give away", path) { unsafe Int(chown(path, nobody, nobody)) }
    }
  }

  private static func words(of process: pid_t) -> String {
    (try? Files.text("/proc/\(process)/cmdline")) ?? ""
  }
}
