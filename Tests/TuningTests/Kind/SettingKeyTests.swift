import Foundation
import Testing

@testable import Tuning

@Suite struct SettingKeyTests {
  @Test func aKeyIsAKindAndAName() throws {
    let key = try SettingKey("sysfs/block/@wwn-0x5/queue/scheduler")
    #expect(key.kind == "sysfs")
    #expect(key.name == "block/@wwn-0x5/queue/scheduler")
    #expect(key.parts == ["block", "@wwn-0x5", "queue", "scheduler"])
    #expect("\(key)" == "sysfs/block/@wwn-0x5/queue/scheduler")
    #expect(!key.isPattern)
    #expect(try SettingKey("sysfs/block/*/queue/scheduler").isPattern)
  }

  @Test(arguments: [
    "", "sysctl", "sysctl/", "/vm.swappiness", "Sysctl/x", "sys-fs/x", "sysfs/../etc/shadow",
    "sysfs/kernel/../../etc", "sysfs/./x", "sysfs//x", "sysfs/x/", "sysfs/a b", "sysfs/a\nb", "sysfs/a\u{0}b",
    "sysfs/\(String(repeating: "x", count: 513))",
  ])
  func whatCouldLeadElsewhereIsNoKey(text: String) {
    #expect(throws: SettingKeyProblem.self) { try SettingKey(text) }
  }

  @Test func documentsHoldItsText() throws {
    let key = try SettingKey("irq/24/smp_affinity_list")
    let encoded = try JSONEncoder().encode([key])
    #expect(try JSONDecoder().decode([SettingKey].self, from: encoded) == [key])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([SettingKey].self, from: Data(#"["sysfs/../x"]"#.utf8))
    }
  }
}
