import Glibc
import Platform
import Synchronization

/// What another thread can do to a migration that is under way.
final class MigrationHandle: Sendable {
  let interruption = Interruption()
  private let over = Atomic(false)
  private let path: String

  /// - Parameter path: the socket where the destination listens.
  init(listeningAt path: String) { self.path = path }

  /// Set at its end.
  var isOver: Bool {
    get { over.load(ordering: .acquiring) }
    set { over.store(newValue, ordering: .releasing) }
  }

  /// Waits until the source sends to a destination.
  ///
  /// - Returns: false when it was over before.
  func waitForDestination() -> Bool {
    while !isOver {
      if isConnected { return true }
      Clock.pause(0.01)
    }
    return false
  }

  /// Kills the destination's QEMU, and no other: it is a child of this process that waits for a migration.
  func killDestination() {
    if let number = Self.destination { kill(pid_t(number), SIGKILL) }
  }

  private static var destination: Int? {
    let own = "\(CurrentProcess.identifier)"
    return ((try? Files.names(in: "/proc")) ?? []).compactMap { Int($0) }.first { number in
      guard let stat = Files.fact("/proc/\(number)/stat"), let end = stat.lastIndex(of: ")") else {
        return false
      }
      let words = stat[end...].split(separator: " ")
      guard words.count > 2, words[2] == own, words[1] != "Z" else { return false }
      let line = (try? Files.text("/proc/\(number)/cmdline")) ?? ""
      return line.contains("isa-debugcon") && line.contains("-incoming")
    }
  }

  /// Whether somebody is connected to the socket where it listens: state 03 in /proc/net/unix.
  private var isConnected: Bool {
    let lines = ((try? Files.text("/proc/net/unix")) ?? "").split(separator: "\n")
    return lines.contains { line in
      let words = line.split(separator: " ")
      return words.count > 7 && words[5] == "03" && words[7] == path
    }
  }
}
