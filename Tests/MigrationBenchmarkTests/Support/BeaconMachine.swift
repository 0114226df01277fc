import Foundation
import Glibc
import Platform
import TestSupport
import VirtualMachine

/// A beacon in a real QEMU, spoken to in plain QMP. For one thread.
final class BeaconMachine {
  /// What QEMU answered or did that it should not.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let listener: BeatListener
  /// When QEMU was started (`Clock.now()`).
  let launch: UInt64
  private let monitor: Int32
  private let process: pid_t
  // QEMU has it open for as long as it runs.
  private let disk: MemoryFile
  private var unread: [UInt8] = []
  /// Events that came: QEMU's time of each, in seconds since 1970.
  private(set) var events: [(name: String, time: Double)] = []

  static var lacking: [String] { ["qemu-system-x86_64", "setpriv"].filter { Program.find($0) == nil } }

  /// Starts it; the calling thread must live as long, for the kernel kills QEMU with it.
  init(_ settings: BeaconSettings) throws {
    guard let qemu = Program.find("qemu-system-x86_64"), let setpriv = Program.find("setpriv") else {
      throw Failure(description: "QEMU or setpriv is not installed")
    }
    disk = try MemoryFile()
    try disk.append(BeaconImage.sector(settings))
    let beats = try Self.pair()
    let qmp = try Self.pair()
    monitor = qmp.ours
    defer { for end in [beats.ours, beats.theirs, qmp.theirs] { close(end) } }
    listener = try BeatListener(descriptor: beats.ours)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (theirs, number) in [(qmp.theirs, 0), (qmp.theirs, 1), (beats.theirs, 3)] as [(Int32, Int32)] {
      unsafe posix_spawn_file_actions_adddup2(&actions, theirs, number)
    }
    let words =
      [setpriv, "--pdeathsig", "KILL", qemu]
      + BeaconImage.arguments(
        accelerator: .tcg, disk: disk.pathForOthers, beats: 3, megabytes: settings.leastMegabytes)
      + ["-qmp", "stdio"]
    var list: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe list.forEach { unsafe free($0) } }
    var child: pid_t = 0
    launch = Clock.now()
    let code = unsafe posix_spawn(&child, setpriv, &actions, nil, &list, environ)
    guard code == 0 else { throw SystemError(code: code, operation: "start", subject: setpriv) }
    process = child
    _ = try line()
    try execute("qmp_capabilities")
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    listener.stop()
    close(monitor)
  }

  /// Sends a command and waits for its answer; events that come before are kept.
  func execute(_ command: String, _ arguments: [String: Any] = [:]) throws {
    let text = try JSONSerialization.data(withJSONObject: ["execute": command, "arguments": arguments])
    let bytes = [UInt8](text) + [UInt8(ascii: "\n")]
    guard unsafe send(monitor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw Failure(description: "QEMU does not take \(command)")
    }
    while true {
      let answer = try message()
      if let event = answer["event"] as? String {
        keep(event, answer)
      } else if answer["return"] != nil {
        return
      } else {
        throw Failure(description: "\(command): \(answer)")
      }
    }
  }

  /// Waits for an event that comes after the first `count` events; QEMU's time of it.
  func event(_ name: String, after count: Int) throws -> Double {
    while true {
      if let event = events.dropFirst(count).first(where: { $0.name == name }) { return event.time }
      let news = try message()
      if let event = news["event"] as? String { keep(event, news) }
    }
  }

  private func keep(_ name: String, _ message: [String: Any]) {
    let stamp = message["timestamp"] as? [String: Any]
    let seconds = stamp?["seconds"] as? Double ?? 0
    events.append((name, seconds + (stamp?["microseconds"] as? Double ?? 0) * 1e-6))
  }

  private func message() throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(line())) as? [String: Any] else {
      throw Failure(description: "QEMU said something that is no object")
    }
    return object
  }

  private func line() throws -> [UInt8] {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(unread[..<end])
        unread.removeSubrange(...end)
        return line
      }
      var waiting = pollfd(fd: monitor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, 60_000)
      if ready < 0, errno == EINTR { continue }
      var piece = [UInt8](repeating: 0, count: 4096)
      let count = ready > 0 ? unsafe read(monitor, &piece, 4096) : 0
      guard count > 0 else { throw Failure(description: "QEMU is gone, or says nothing for a minute") }
      unread += piece[..<count]
    }
  }

  /// Two sockets that no other child inherits, with numbers that no child's descriptors have.
  private static func pair() throws -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try SystemCall.runSettingErrno("make a pair of sockets") {
      unsafe Int(socketpair(AF_UNIX, kind, 0, &ends))
    }
    defer { close(ends[1]) }
    let theirs = try SystemCall.runSettingErrno("move a socket") { Int(fcntl(ends[1], F_DUPFD_CLOEXEC, 10)) }
    return (ends[0], Int32(theirs))
  }
}
