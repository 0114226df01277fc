import Experiment
import Platform

@testable import AIOBenchmark

/// A small file without a name that loads run on, past the page cache.
final class LiveFile: Sendable {
  private static let directory = Console.environment("TMPDIR") ?? "/tmp"

  /// Whether files can be read past the page cache where temporary files are.
  static let isDirect = (try? DirectFile(temporaryIn: directory, .direct)) != nil

  /// CPUs that this process may use.
  static let cpus = (try? Affinity.current()) ?? CPUSet()

  /// One round of settling: as short as can be.
  static let settling = SteadyState.Rule(round: 0.002, most: 5)

  /// io_uring may be switched off here, by a sysctl or a container.
  static let engines: [IOJob.Engine] = IOJob.Engine.allCases.filter { engine in
    guard let file = try? LiveFile() else { return false }
    return (try? file.runner.run(IOLoad().with { $0.engine = engine }, seconds: 0).total.failure == nil)
      ?? false
  }

  private let file: DirectFile
  /// All of it.
  let range: IORange

  /// A file of random bytes; the loads believe that it has `missing` more.
  init(byteCount: Int = 1 << 20, missing: Int = 0) throws {
    file = try DirectFile(temporaryIn: Self.directory, .writes)
    let buffer = try MemoryBuffer(byteCount: byteCount, pages: .base)
    buffer.fillRandom(byteCount: byteCount, seed: 5)
    try file.write(buffer, byteCount: byteCount, at: 0)
    range = IORange(
      path: file.pathForOthers, byteCount: UInt64(byteCount + missing), mayWrite: true, isOwn: true)
  }

  /// The blocks of 4 KiB that it holds now, as the device has them.
  func blocks() throws -> [[UInt8]] {
    let byteCount = Int(range.byteCount)
    let buffer = try MemoryBuffer(byteCount: byteCount, pages: .base)
    _ = try DirectFile(range.path, .direct).read(buffer, byteCount: byteCount, at: 0)
    return (0..<(byteCount / 4_096)).map { buffer.bytes(($0 * 4_096)..<(($0 + 1) * 4_096)) }
  }

  /// Runs loads on the file while this value lives.
  var runner: LoadRunner { LoadRunner(range: range, cpus: Self.cpus, seed: 1) }

  /// A file of whose three blocks the last has only 512 bytes: whoever comes to it moves only those.
  static func cut() throws -> LiveFile { try LiveFile(byteCount: 8_192 + 512, missing: 4_096 - 512) }
}

/// Two lists of what is possible, for tests of all pairs.
func pairs<First, Second>(_ firsts: [First], _ seconds: [Second]) -> [(First, Second)] {
  firsts.flatMap { first in seconds.map { (first, $0) } }
}
