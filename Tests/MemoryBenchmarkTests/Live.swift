import Experiment
import Platform
import Testing

@testable import MemoryBenchmark

/// This machine, as far as the tests of the workers need it.
enum Live {
  /// CPUs that this process may use.
  static let cpus: [Int] = (try? Affinity.current().numbers) ?? []

  /// A node that memory can be bound to here; nil where binding is forbidden or not in the kernel.
  static let bindableNode: Int? = (0..<64).first {
    (try? MemoryBuffer(byteCount: 4096, pages: .base, node: $0)) != nil
  }

  /// Whether the pool of 2 MiB pages is known to be empty.
  static let hasNoHugePages =
    Files.fact("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages") == "0"
    && Files.fact("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_overcommit_hugepages") == "0"

  /// The code of "operation not permitted" and of "not enough memory" (errno(3)).
  static let notPermitted: Int32 = 1
  static let notEnoughMemory: Int32 = 12

  /// Threads on the first `count` CPUs.
  static func location(_ count: Int, node: Int? = nil) -> Location {
    Location(cpus: Array(cpus.prefix(count)), bindNode: node, cpuNode: "7", memoryNode: "8")
  }

  /// The reason why `body` cannot be measured here; nil, and a recorded failure, when it can be.
  static func reason(_ body: () throws -> [Measurement]) throws -> String? {
    do {
      let measurements = try body()
      Issue.record("measured \(measurements.count) values")
      return nil
    } catch let reason as NotMeasurable {
      return reason.description
    }
  }
}
