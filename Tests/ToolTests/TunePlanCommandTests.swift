import Foundation
import Platform
import TestSupport
import Testing

@Suite struct TunePlanCommandTests {
  private static let profiles = "\(Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))/Profiles"

  @Test func explainsItselfHere() async throws {
    let result = try await Tool.run("assay", "tune", "plan", "\(Self.profiles)/kvm-host.yaml")
    #expect(result.code == 0)
    #expect(result.errors.isEmpty)
    for word in ["kvm-host: ", "Nothing was written.", "why", "risk", "sysctl/vm.swappiness"] {
      #expect(result.output.contains(word), "\(word)")
    }
  }

  @Test(arguments: ["kvm-host", "kvm-latency", "database", "throughput"])
  func everyShippedProfileIsADocument(name: String) async throws {
    let result = try await Tool.run("assay-tune", "plan", "\(Self.profiles)/\(name).yaml", "--json")
    #expect(result.code == 0, "\(result.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(document?["schema"] as? String == "assay.plan/1")
    let lists = ["changes", "needs_reboot", "unchanged", "not_applicable", "unreadable"]
    let counts = lists.map { (document?[$0] as? [Any])?.count ?? 0 }
    #expect(counts.reduce(0, +) > 0)
  }

  @Test func aTreeIsPlannedAndLeftAsItIs() async throws {
    let tree = try TemporaryTree([
      "host/proc/sys/vm/swappiness": "60\n", "host/proc/sys/kernel/osrelease": "6.8.0\n", "host/sys/x": "1",
    ])
    let result = try await Tool.run(
      "assay-tune", "plan", "\(Self.profiles)/kvm-host.yaml", "--root", "\(tree.path)/host")
    #expect(result.code == 0)
    #expect(result.output.contains("sysctl/vm.swappiness  60 → 10"))
    #expect(try Files.text("\(tree.path)/host/proc/sys/vm/swappiness") == "60\n")
    #expect(try Files.names(in: "\(tree.path)/host/proc/sys/vm") == ["swappiness"])
  }

  @Test func aBadProfileIsOneLineWithFileAndLine() async throws {
    let tree = try TemporaryTree([
      "bad.yaml":
        "schema: assay.profile/1\nname: bad\nsummary: s\nsettings:\n  - {key: sysctl/vm.swappiness, value: 900, why: w}\n"
    ])
    let result = try await Tool.run(
      "assay", "tune", "plan", "\(tree.path)/bad.yaml", "--catalog", "\(Self.profiles)/catalog.yaml")
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(
      result.errorLines == ["assay: \(tree.path)/bad.yaml:5: sysctl/vm.swappiness: '900': expected 0 to 200"])
  }

  @Test func profilesThatDisagreeAreRefused() async throws {
    let result = try await Tool.run(
      "assay", "tune", "plan", "\(Self.profiles)/kvm-host.yaml", "\(Self.profiles)/database.yaml")
    #expect(result.code == 64)
    #expect(result.errors.contains("the profiles kvm-host and database disagree"), "\(result.errors)")
  }

  @Test func aProfileThatIsNotThereIsNamedFirst() async throws {
    let result = try await Tool.run("assay", "tune", "plan", "/nowhere/kvm-hots.yaml")
    #expect(result.code == 64)
    #expect(result.errorLines == ["assay: /nowhere/kvm-hots.yaml: there is no such profile"])
  }

  @Test func withoutACatalogItSaysWhereItLooked() async throws {
    let tree = try TemporaryTree(["p.yaml": "schema: assay.profile/1\n"])
    let result = try await Tool.runInShell(
      "cd \(tree.path)", "assay", ["tune", "plan", "\(tree.path)/p.yaml"])
    #expect(result.code == 1)
    #expect(result.errors.contains("there is no catalog of settings: neither \(tree.path)/catalog.yaml nor"))
    let root = try await Tool.run(
      "assay", "tune", "plan", "\(Self.profiles)/kvm-host.yaml", "--root", tree.path)
    #expect(root.code == 1)
    #expect(root.errors.contains("there is neither proc nor sys in it"))
  }
}
