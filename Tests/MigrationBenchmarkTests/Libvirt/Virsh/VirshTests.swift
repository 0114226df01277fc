import MigrationBenchmark
import Platform
import TestSupport
import Testing

/// With programs of the test's in the place of `virsh`.
@Suite struct VirshTests {
  private static func program(_ script: String, in tree: TemporaryTree) throws -> String {
    try tree.write("virsh", "#!/bin/sh\n\(script)\n")
    #expect(
      try HelperProgram.run("/usr/bin/env", ["chmod", "+x", "\(tree.path)/virsh"], timeout: 10).status == 0)
    return "\(tree.path)/virsh"
  }

  @Test func withoutTheProgramItSaysWhatToInstall() throws {
    let error = #expect(throws: VirshError.self) {
      try Virsh("qemu:///system", program: "/nonexistent/virsh")
    }
    #expect(error?.kind == .missing && error?.description.contains("libvirt-clients") == true)
  }

  @Test(arguments: ["", "system", "-c:x"])
  func itRefusesWhatIsNoURI(uri: String) {
    let error = #expect(throws: VirshError.self) { try Virsh(uri, program: "/bin/true") }
    #expect(error?.kind == .badRequest)
  }

  @Test func itSpeaksTheCLocaleToTheURI() throws {
    let tree = try TemporaryTree()
    let file = try Self.program(#"echo "Running hypervisor: $LC_ALL$2 7.2""#, in: tree)
    let versions = try Virsh("qemu:///x", program: file).versions()
    #expect(versions.hypervisor == "Cqemu:///x")
  }

  @Test func itKillsWhatHangs() throws {
    let tree = try TemporaryTree()
    let virsh = try Virsh("qemu:///x", program: try Self.program("exec sleep 600", in: tree), timeout: 0.2)
    let error = #expect(throws: VirshError.self) { try virsh.versions() }
    #expect(error?.kind == .timeLimit)
  }

  @Test func itRefusesNonsense() throws {
    let tree = try TemporaryTree()
    let virsh = try Virsh("qemu:///x", program: try Self.program("echo hello", in: tree))
    let questions: [(Virsh) throws -> Void] = [
      { _ = try $0.versions() }, { _ = try $0.host() }, { _ = try $0.memory() },
    ]
    for question in questions {
      let error = #expect(throws: VirshError.self) { try question(virsh) }
      #expect(error?.kind == .unreadable && error?.description.contains("hello") == true)
    }
  }

  @Test func aNameThatLeadsToAnotherDomainIsRefused() throws {
    let tree = try TemporaryTree()
    let virsh = try Virsh("qemu:///x", program: try Self.program("echo another", in: tree))
    let error = #expect(throws: VirshError.self) { try virsh.domain(named: "mine") }
    #expect(error?.kind == .noDomain)
  }

  @Test func anOldVirshGivesRoundedNumbers() throws {
    let tree = try TemporaryTree()
    let script = """
      case "$*" in
      *domuuid*|*domname*) echo web;;
      *--rawstats*) echo "error: command 'domjobinfo' doesn't support option --rawstats" >&2; exit 1;;
      *) echo 'Job type: Completed'; echo 'Total downtime: 36 ms';;
      esac
      """
    let virsh = try Virsh("qemu:///x", program: try Self.program(script, in: tree))
    #expect(try virsh.completedJob(of: try virsh.domain(named: "web")).downtime == 0.036)
  }
}
