import Foundation
import Platform
import TestSupport
import Testing

@testable import CompressionBenchmark
@testable import Experiment

@Suite struct ZramStatisticsTests {
  @Test func columnsAreTakenByTheirPlace() throws {
    let found = try #require(ZramStatistics("  4096000  1024000  1200128  0  1300480  12  0  7  9\n"))
    #expect(found.originalBytes == 4_096_000 && found.compressedBytes == 1_024_000)
    #expect(found.memoryBytes == 1_200_128 && found.samePages == 12 && found.hugePages == 7)
  }

  @Test(arguments: ["", "1 2 3", "a b c d e f g h", "1 2 3 4 5 6 7 x"])
  func anythingElseIsRefused(text: String) { #expect(ZramStatistics(text) == nil) }
}

/// The kernel's own zram, where a device can be had.
@Suite struct ZramWorkerTests {
  private static let cpu = (try? Affinity.current().numbers.first) ?? 0
  private static let isThere = geteuid() == 0 && Files.exists("/sys/class/zram-control")

  /// Another Run may use zram at the moment: a claim is taken as soon as it is let go.
  private func claim() throws -> ZramClaim {
    let start = Clock.now()
    while true {
      do {
        return try ZramClaim()
      } catch let reason as ZramClaim.Unavailable {
        guard reason.description.hasPrefix("another Run"), Clock.seconds(from: start, to: Clock.now()) < 120
        else { throw reason }
        Clock.pause(0.05)
      }
    }
  }

  private func value(_ all: [Experiment.Measurement], _ id: String, _ labels: [String: String]) throws
    -> Double
  {
    let found = all.filter { measurement in
      measurement.id == "compression.\(id)" && labels.allSatisfy { measurement.labels[$0.key] == $0.value }
    }
    #expect(found.count == 1, "\(id) \(labels)")
    return try #require(found.first).value
  }

  @Test(.enabled(if: isThere, "needs root and the zram module"))
  func pagesGoThroughTheKernel() throws {
    let claim = try claim()
    let result = Result {
      let corpus = try Corpus.generated(.text, byteCount: 256 << 10, seed: 3)
      let context = WorkerContext()
      let all = try ZramWorker(
        ZramWorkload(
          device: claim.number, algorithms: claim.algorithms, corpus: "text", manifest: corpus.blocks.path,
          cpu: Self.cpu, window: 1e-6)
      ).measure(in: context)
      for algorithm in claim.algorithms {
        let labels = ["codec": "zram-\(algorithm)", "level": "default", "block": "4k", "corpus": "text"]
        #expect(try value(all, "corpus_bytes", labels) == Double(256 << 10))
        #expect(try value(all, "ratio", labels) > 1.2, "text gets smaller")
        #expect(try value(all, "memory_bytes", labels) >= value(all, "compressed_bytes", labels))
        for direction in ["compress", "decompress"] {
          let way = labels.merging(["direction": direction, "threads": "1"]) { $1 }
          #expect(try value(all, "throughput", way) > 0)
          #expect(try value(all, "latency", way.merging(["quantile": "p50"]) { $1 }) > 0)
        }
      }
      #expect(Set(all.map(\.key)).count == all.count && context.warnings.isEmpty)
      #expect(try claim.device.diskBytes() == 0, "not set up any more")
    }
    try claim.release()
    try result.get()
    let isThere = Files.exists("/sys/block/zram\(claim.number)")
    #expect(try !isThere || claim.device.diskBytes() == 0)
  }
}
