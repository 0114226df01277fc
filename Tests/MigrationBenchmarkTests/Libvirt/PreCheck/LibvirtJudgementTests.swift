import Testing

@testable import MigrationBenchmark

@Suite struct LibvirtJudgementTests {
  private static func versions(_ name: String, _ number: String) throws -> LibvirtVersions {
    try #require(LibvirtVersions("Running hypervisor: \(name) \(number)"))
  }

  private static func disk(_ type: String, readOnly: Bool = false) -> DomainXML.Disk {
    DomainXML.Disk(target: "vda", source: "/vm/a", type: type, isReadOnly: readOnly, cache: nil)
  }

  @Test func itJudgesVersions() throws {
    let (old, new) = (try Self.versions("QEMU", "7.2.0"), try Self.versions("QEMU", "9.0.1"))
    #expect(LibvirtPreCheck.versions(old, new).verdict == .passed)
    #expect(LibvirtPreCheck.versions(old, old).verdict == .passed)
    #expect(LibvirtPreCheck.versions(new, old).verdict == .unknown)
    #expect(LibvirtPreCheck.versions(old, try Self.versions("Xen", "9")).verdict == .failed)
  }

  @Test func itJudgesMemory() throws {
    let memory = try #require(LibvirtMemory("total: 9 B\nfree: 4 B\ncached: 2 B"))
    #expect(LibvirtPreCheck.memory(needed: 4, memory).verdict == .passed)
    #expect(LibvirtPreCheck.memory(needed: 6, memory).verdict == .unknown)
    #expect(LibvirtPreCheck.memory(needed: 7, memory).verdict == .failed)
  }

  @Test func itJudgesStorage() {
    #expect(LibvirtPreCheck.storage([], copiesStorage: false).verdict == .passed)
    #expect(LibvirtPreCheck.storage([Self.disk("network")], copiesStorage: false).verdict == .passed)
    #expect(
      LibvirtPreCheck.storage([Self.disk("file", readOnly: true)], copiesStorage: false).verdict == .passed)
    #expect(LibvirtPreCheck.storage([Self.disk("file")], copiesStorage: true).verdict == .passed)
    let unknown = LibvirtPreCheck.storage([Self.disk("file")], copiesStorage: false)
    #expect(unknown.verdict == .unknown && unknown.description.contains("--copy-storage-all"))
  }

  @Test func itJudgesTheCPU() {
    let superset = "The CPU provided by hypervisor on the host is a superset of CPU described in d.xml"
    #expect(LibvirtPreCheck.cpu(superset).verdict == .passed)
    #expect(LibvirtPreCheck.cpu("error: CPU described in x is incompatible with it").verdict == .failed)
    #expect(LibvirtPreCheck.cpu("something else").verdict == .unknown)
    #expect(LibvirtPreCheck.devices(0).verdict == .passed && LibvirtPreCheck.devices(1).verdict == .failed)
  }
}
