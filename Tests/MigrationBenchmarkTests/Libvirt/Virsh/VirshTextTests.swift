import Testing

@testable import MigrationBenchmark

@Suite struct VirshTextTests {
  @Test func itReadsVersions() throws {
    let versions = try #require(
      LibvirtVersions(
        """
        Compiled against library: libvirt 9.0.0
        Using library: libvirt 9.0.0
        Using API: QEMU 9.0.0
        Running hypervisor: QEMU 7.2.22
        Running against daemon: 9.0.0
        """))
    #expect(versions.hypervisor == "QEMU" && versions.hypervisorVersion.numbers == [7, 2, 22])
    #expect(versions.library?.numbers == [9, 0, 0] && versions.daemon?.numbers == [9, 0, 0])
    #expect(LibvirtVersions("Using library: libvirt 9.0.0") == nil)
    #expect(LibvirtVersions("Running hypervisor: QEMU seven") == nil)
  }

  @Test func versionsHaveAnOrder() throws {
    let old = try #require(VersionNumber("7.2.22"))
    let new = try #require(VersionNumber("10.0"))
    #expect(old < new && !(new < old) && "\(old)" == "7.2.22")
    for text in ["", "7.", "a", "7..2"] { #expect(VersionNumber(text) == nil) }
  }

  @Test func itReadsStates() {
    #expect(DomainState("running (migrated)\n\n")?.reason == "migrated")
    #expect(DomainState("running (booted)")?.isRunning == true)
    #expect(DomainState("shut off (destroyed)")?.word == "shut off")
    #expect(DomainState("paused")?.isRunning == false)
    #expect(DomainState("") == nil && DomainState("two\nlines") == nil)
  }

  @Test func itReadsMemory() throws {
    let memory = try #require(
      LibvirtMemory(
        """
        total  :             24684092 KiB
        free   :             20275200 KiB
        buffers:                36984 KiB
        cached :              3196520 KiB
        """))
    #expect(memory.total == 24_684_092 * 1024 && memory.free == 20_275_200 * 1024)
    #expect(memory.cached == (36984 + 3_196_520) * 1024)
    #expect(LibvirtMemory("total: 5 KiB") == nil && LibvirtMemory("free: lots\ntotal: 5 KiB") == nil)
  }

  @Test func itReadsTheHostAlsoWhenTheRestIsCutOff() throws {
    let text = """
      <capabilities>
        <host>
          <uuid>00000002-1111-4222-8333-444455556662</uuid>
          <cpu><arch>x86_64</arch><model>kvm64</model><topology sockets='1' dies='1'/></cpu>
        </host>
        <guest><os_type>hv
      """
    let host = try #require(LibvirtHost(text))
    #expect(host.uuid == "00000002-1111-4222-8333-444455556662" && host.cpuModel == "kvm64")
    #expect(LibvirtHost("<host><cpu/></host>") == nil)
    #expect(LibvirtHost("</host><host>") == nil)
  }

  @Test(arguments: [
    ("error: failed to get domain 'nosuch'", VirshError.Kind.noDomain),
    (
      "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/x': No such file or directory",
      .unreachable
    ),
    ("error: Requested operation is not valid: no job is active on the domain", .noJob),
    ("error: internal error: Attempt to migrate guest to the same host 0000", .sameHost),
    ("error: invalid argument: Unsupported compression method 'zstd'", .unsupported),
    ("error: command 'domjobinfo' doesn't support option --rawstats", .unsupported),
    ("error: argument unsupported: QEMU guest agent is not configured", .unsupported),
    ("error: Requested operation is not valid: domain is not running", .notRunning),
    ("error: operation failed: guest CPU doesn't match specification", .refused), ("", .refused),
  ])
  func itKnowsErrors(output: String, kind: VirshError.Kind) {
    let error = VirshError(output: output, of: "x", at: "test:///default")
    #expect(error.kind == kind)
    #expect(error.description.hasPrefix("virsh x at test:///default: "))
    #expect(!error.description.contains(": error:"))
  }
}
