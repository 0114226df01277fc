import Foundation
import MigrationBenchmark
import Testing

struct RecommendationTests {
  private static func recommendation(_ strategy: MigrationStrategy) async throws -> Recommendation {
    let result = await Sweep([0], budget: 6).run { _, times in
      Array(
        repeating: MigrationFigures(blackout: 0.1, total: 12, brownout: 0.02, transferred: 1), count: times)
    }
    return try #require(Recommendation(result) { _ in strategy })
  }

  @Test func virshGetsTheStrategy() async throws {
    let strategy = MigrationStrategy(.precopy, downtimeLimit: 0.05, maxBandwidth: 64 * 1_048_576)
    let line = try await Self.recommendation(strategy).virshCommand(domain: "web", to: "qemu+ssh://b/system")
    #expect(line.hasPrefix("virsh migrate-setmaxdowntime web 50 && virsh migrate --live"))
    #expect(line.contains("--bandwidth 64") && line.hasSuffix("--domain web --desturi qemu+ssh://b/system"))
  }

  @Test(arguments: MigrationStrategy.Kind.allCases)
  func theMonitorsCommandsAreItsJSON(kind: MigrationStrategy.Kind) async throws {
    let commands = try await Self.recommendation(MigrationStrategy(kind)).monitorCommands
    let objects = try commands.map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(
      objects.map { $0["execute"] as? String } == ["migrate-set-capabilities", "migrate-set-parameters"])
    let parameters = try #require(objects[1]["arguments"] as? [String: Any])
    // Post-copy must not stop the guest before it is told to.
    let isPostcopy = kind == .postcopy || kind == .postcopyPreempt
    #expect(parameters["downtime-limit"] as? Int == (isPostcopy ? 0 : 300))
    let states = try #require(
      (objects[0]["arguments"] as? [String: Any])?["capabilities"] as? [[String: Any]])
    #expect(states.contains { $0["capability"] as? String == "return-path" && $0["state"] as? Bool == true })
  }

  @Test func itSaysWhy() async throws {
    let reasons = try await Self.recommendation(MigrationStrategy(.postcopy)).reasons
    #expect(reasons.first == "medians of 3 migrations: blackout 100.0 ms, total 12 s, brownout 20.0 ms")
    #expect(reasons.last?.hasPrefix("post-copy: when either end") == true)
  }
}
