import Experiment
import Foundation
import Testing

@testable import Reporting

/// `Results/grafana-dashboard.json` shows what the exporter writes.
@Suite struct GrafanaDashboardTests {
  private func dashboard() throws -> [String: Any] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Python.results("grafana-dashboard.json")))
    return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
  }

  /// Every text in the document.
  private func texts(_ node: Any) -> [String] {
    switch node {
    case let text as String: [text]
    case let list as [Any]: list.flatMap { texts($0) }
    case let object as [String: Any]: object.values.flatMap { texts($0) }
    default: []
    }
  }

  @Test func itsQueriesNameOnlyWhatIsWritten() throws {
    let texts =
      OpenMetricsTests.texts
      + [OpenMetrics.render(ComparisonFixture(metrics: 40).comparison)]
    let samples = try texts.flatMap { try OpenMetricsGrammar($0).samples }
    let names = Set(samples.map(\.family))
    let labels = Set(samples.flatMap(\.labels.keys))
    let queries = try self.texts(dashboard()).filter { $0.contains("assay_") }
    #expect(queries.count > 20)
    for query in queries {
      for match in query.matches(of: #/assay_[a-z_]+/#) {
        #expect(names.contains(String(match.0)), "\(match.0) in \(query)")
      }
      for match in query.matches(of: #/[{,]([a-z_]+)=~?"/#) where match.1 != "__name__" {
        #expect(labels.contains(String(match.1)), "\(match.1) in \(query)")
      }
    }
  }

  @Test func itsPanelsAreWhole() throws {
    let panels = try #require(try dashboard()["panels"] as? [[String: Any]])
    let ids = panels.compactMap { $0["id"] as? Int }
    #expect(Set(ids).count == panels.count)
    for panel in panels {
      let title = panel["title"] as? String ?? ""
      #expect(!title.isEmpty)
      if panel["type"] as? String == "row" { continue }
      let targets = try #require(panel["targets"] as? [[String: Any]], "\(title)")
      #expect(
        !targets.isEmpty && targets.allSatisfy { ($0["expr"] as? String)?.isEmpty == false }, "\(title)")
      let place = try #require(panel["gridPos"] as? [String: Int], "\(title)")
      #expect((place["x"] ?? 0) + (place["w"] ?? 99) <= 24, "\(title)")
    }
  }
}
