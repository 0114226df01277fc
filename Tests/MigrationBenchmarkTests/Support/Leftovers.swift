import MigrationBenchmark
import Platform
import TestSupport
import Testing

/// The suites with real guests: one at a time, so that what they leave behind can be told.
@Suite(.serialized, .enabled(if: RealGuest.isPossible, "QEMU is not installed"))
enum GuestTests {}

/// What a migration may leave behind: processes, sockets, files in memory, networks, its link's directory.
///
/// Other tests run in this process meanwhile: of processes only beacons count, and beacons and descriptors are looked at
/// until those of others are gone again.
struct Leftovers {
  private static let patience = 120.0
  private let beacons = Self.beacons
  private let descriptors = Self.descriptors

  /// Children of this process that run a beacon, ended ones that nobody waited for included.
  private static var beacons: Set<String> {
    let own = "\(CurrentProcess.identifier)"
    let all = ((try? Files.names(in: "/proc")) ?? []).filter { $0.allSatisfy(\.isNumber) }
    return Set(
      all.filter { number in
        // PID (NAME) STATE PARENT …
        guard let stat = Files.fact("/proc/\(number)/stat"), let end = stat.lastIndex(of: ")"),
          stat.contains("(qemu-system")
        else { return false }
        let words = stat[end...].split(separator: " ")
        guard words.count > 2, words[2] == own else { return false }
        let line = (try? Files.text("/proc/\(number)/cmdline")) ?? ""
        return line.isEmpty || line.contains("isa-debugcon")
      })
  }

  private static var descriptors: Int {
    ((try? Files.names(in: "/proc/self/fd")) ?? []).reduce(0) { count, name in
      let target = (try? Files.linkTarget("/proc/self/fd/\(name)")) ?? ""
      let counts = ["socket:", "/memfd:", "net:"].contains { target.hasPrefix($0) }
      return count + (counts ? 1 : 0)
    }
  }

  /// Asserts that nothing is there that was not there before.
  func expectNothingNew(
    of links: [any MigrationLink] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let end = Clock.now() + UInt64(Self.patience * 1e9)
    let new = Self.beacons.subtracting(beacons)
    while !new.isDisjoint(with: Self.beacons), Clock.now() < end { Clock.pause(0.05) }
    #expect(new.isDisjoint(with: Self.beacons), sourceLocation: sourceLocation)
    for link in links {
      let directory = Files.parent(of: String(link.incoming.dropFirst("unix:".count)))
      #expect(!Files.exists(directory), sourceLocation: sourceLocation)
    }
    while Self.descriptors > descriptors, Clock.now() < end { Clock.pause(0.05) }
    #expect(Self.descriptors <= descriptors, sourceLocation: sourceLocation)
  }
}
