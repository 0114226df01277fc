import Foundation
import Notebook
import Testing

@testable import Reporting

@Suite struct HistoryTextTests {
  private static func history(_ medians: [Double?]) throws -> History {
    let points = medians.enumerated().map { index, median in
      """
      {"run": "r\(index)", "path": "/r", "started": "2026-11-\(10 + index)T00:00:00Z", "kernel": "k\(index / 3)",
       "tool": "0.6.0", "samples": 5, "valid": \(median == nil ? 0 : 5)
       \(median.map { ", \"median\": \($0), \"lower\": \($0 * 0.99), \"upper\": \($0 * 1.01)" } ?? "")}
      """
    }
    let json = """
      {"metric": "memory.bandwidth", "labels": {"kernel": "triad", "threads": "2"}, "unit": "B/s", "better": "higher",
       "host": "node1", "points": [\(points.joined(separator: ","))],
       "marks": [{"kind": "kernel", "run": "r3", "started": "x", "before": "k0", "after": "k1"}],
       "change_points": [{"run": "r3", "started": "x", "p": 0.004, "before": 40e9, "after": 38e9}]}
      """
    return try JSONDecoder().decode(History.self, from: Data(json.utf8))
  }

  @Test func oneLineARunAndWhatChangedBetweenThem() throws {
    let history = try Self.history([40e9, 40.4e9, 39.6e9, 38e9, nil])
    let text = HistoryText.render([history], last: 10, width: 90, color: false)
    #expect(
      text == """

        memory.bandwidth{kernel=triad,threads=2} on node1                         higher is better
          ▇█▆▁·  38.0–40.4 GB/s, 5 Runs
          started                  median        interval       n     kernel
          2026-11-10T00:00:00Z  40.0 GB/s  39.6–40.4 GB/s       5     k0
          2026-11-11T00:00:00Z  40.4 GB/s  40.0–40.8 GB/s       5     k0
          2026-11-12T00:00:00Z  39.6 GB/s  39.2–40.0 GB/s       5     k0
            ── kernel k0 → k1
            ◆ from here on another level: 40.0 GB/s → 38.0 GB/s (−5.0 %), p = 0.004
          2026-11-13T00:00:00Z  38.0 GB/s  37.6–38.4 GB/s       5     k1
          2026-11-14T00:00:00Z  no result                  0 of 5  !  k1

        ◆ is a hint for where to look, and no verdict: assay compare gives that.
        ! fewer than 3 valid samples: no result.
        """)
  }

  @Test func onlyTheLastRunsAreListed() throws {
    let text = HistoryText.render([try Self.history([1, 2, 3, 4, 5])], last: 2, width: 90, color: false)
    #expect(text.contains("… and 3 Runs before; --last N shows more"))
    #expect(!text.contains("2026-11-12") && text.contains("2026-11-13"))
    // The drawing shows all.
    #expect(text.contains("5 Runs"))
  }

  @Test func manyRunsAreDrawnInTheRoomThereIs() throws {
    let history = try Self.history((0..<15).map { Double($0 + 1) })
    let text = HistoryText.render([history], last: 1, width: 44, color: false)
    let line = text.split(separator: "\n").first { $0.contains("▁") }
    #expect(line.map { $0.count <= 44 } == true, "\(text)")
  }

  @Test func anOverviewNamesMetricsAndLabels() throws {
    let overview = try JSONDecoder().decode(
      NotebookOverview.self,
      from: Data(
        """
        {"metrics": [{"id": "memory.bandwidth", "unit": "B/s", "series": 20, "labels": {"kernel": ["copy", "triad"],
         "threads": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]}}],
         "hosts": [{"name": "node1", "runs": 3, "kernels": 2, "first": "a", "last": "b"}]}
        """.utf8))
    let text = NotebookText.render(overview, path: "n.sqlite", width: 80, color: false)
    #expect(
      text == """
        n.sqlite: 3 Runs of 1 host

        Hosts
          host   Runs  kernels  first  last
          node1     3        2  a      b

        Metrics                                  assay history METRIC --label NAME=VALUE
          memory.bandwidth (B/s), 20 series
              kernel = copy, triad
              threads = 1, 2, 3, 4, 5, 6, 7, 8 … (10)
        """)
  }
}
