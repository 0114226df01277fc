import FoundationEssentials
import Platform
import TestSupport
import Testing

@testable import Host

struct HostReportTests {
  @Test(arguments: CapturedMachine.all)
  func aReportSurvivesJSON(machine: CapturedMachine) throws {
    let report = try HostReport.read(fsroot: machine.directory)
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(HostReport.self, from: data) == report)
  }

  @Test func theKeysAreThoseOfTheContract() throws {
    let report = try HostReport.read(fsroot: CapturedMachine.named("nvidiagpunumanodes").directory)
    let object = try JSONDecoder().decode([String: AnyKeys].self, from: JSONEncoder().encode(report))
    #expect(
      Set(object.keys) == ["schema", "host", "topology", "facts", "huge_pages", "settings", "capabilities"])
    let wanted: Set = [
      "packages", "cores", "cpus", "offline_cpus", "allowed_cpus", "numa_nodes", "distances", "caches",
      "core_kinds",
    ]
    #expect(wanted.isSubset(of: object["topology"]?.keys ?? []))
    #expect(report.schema == "assay.host/1")
    #expect(report.host == "c685f8n02")
  }

  /// The keys of an object; none of anything else.
  private struct AnyKeys: Decodable {
    var keys: Set<String> = []

    struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Key.self) {
        keys = Set(container.allKeys.map(\.stringValue))
      }
    }
  }
}
