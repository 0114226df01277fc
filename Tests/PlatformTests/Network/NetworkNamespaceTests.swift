import Platform
import TestSupport
import Testing

@Suite(.enabled(if: (try? NetworkNamespace()) != nil, "a network namespace needs CAP_SYS_ADMIN: run as root"))
struct NetworkNamespaceTests {
  @Test func aThreadIsInsideForAsLongAsTheBodyRuns() throws {
    let own = try NetworkNamespace.identityOfThread
    let network = try NetworkNamespace()
    let inside = try network.enter { try NetworkNamespace.identityOfThread }
    #expect(try network.identity == inside)
    #expect(inside != own && inside.hasPrefix("net:["))
    #expect(try NetworkNamespace.identityOfThread == own)
    #expect(try network.identity != NetworkNamespace().identity)
  }

  @Test func networksNestAndErrorsPass() throws {
    struct Stop: Error {}
    let own = try NetworkNamespace.identityOfThread
    let (one, other) = (try NetworkNamespace(), try NetworkNamespace())
    #expect(throws: Stop.self) {
      try one.enter {
        #expect(try other.enter { try NetworkNamespace.identityOfThread } == other.identity)
        #expect(try NetworkNamespace.identityOfThread == one.identity)
        throw Stop()
      }
    }
    #expect(try NetworkNamespace.identityOfThread == own)
  }

  @Test func onlyALoopbackIsThereAndItHasCarriedNothing() throws {
    let network = try NetworkNamespace()
    try network.enter {
      let text = try Files.text("/proc/thread-self/net/dev")
      #expect(text.split(separator: "\n").count == 3)
      #expect(try InterfaceCounters(of: "lo").sentBytes == 0)
      let missing = #expect(throws: SystemError.self) { try InterfaceCounters(of: "eth0") }
      #expect(missing?.isMissing == true)
    }
  }

  @Test func programsThatAreStartedInsideStayThere() throws {
    try OwnThread.run {
      let network = try NetworkNamespace()
      let result = try network.enter {
        try HelperProgram.run("/bin/readlink", ["/proc/self/ns/net"], timeout: 60)
      }
      #expect(result.status == 0)
      #expect(try result.output == network.identity)
      let child = try network.enter { try ChildProcess("/bin/sleep", ["1000"]) }
      #expect(try Files.linkTarget("/proc/\(child.identifier)/ns/net") == network.identity)
      child.kill()
    }
  }

  @Test func othersCanNameIt() throws {
    let network = try NetworkNamespace()
    #expect(try Files.linkTarget(network.pathForOthers) == network.identity)
  }
}
