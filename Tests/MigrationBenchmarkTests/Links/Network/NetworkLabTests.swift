import Glibc
import Platform
import TestSupport
import Testing

@testable import MigrationBenchmark

@Suite struct NetworkLabTests {
  @Test(.enabled(if: Networks.areThere, "\(Networks.reason)"))
  func threeMembersReachOneAnother() throws {
    let lab = try NetworkLab(members: 3, rate: 125e6)
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
      let listener = try lab.inNetwork(of: to) { try TCPPeer.listen(at: lab.address(of: to), 99) }
      let client = try lab.inNetwork(of: from) { try TCPPeer.connect(to: lab.address(of: to), 99) }
      let server = try listener.accept()
      let writer = try Thread { try? client.send(100_000) }
      #expect(try server.receive() == 100_000)
      writer.join()
      #expect(try #require(lab.counters(of: from)).sentBytes >= 100_000)
      #expect(try #require(lab.counters(of: to)).receivedBytes >= 100_000)
    }
    let error = #expect(throws: LinkError.self) { try lab.inNetwork(of: 3) {} }
    #expect(error?.kind == .unclear)
  }

  @Test(.enabled(if: Networks.areThere, "\(Networks.reason)"))
  func oneIsTakenOffAndTheOthersStay() throws {
    let lab = try NetworkLab(members: 3, rate: 0)
    let listener = try lab.inNetwork(of: 1) { try TCPPeer.listen(at: lab.address(of: 1), 99) }
    let kept = try lab.inNetwork(of: 2) { try TCPPeer.connect(to: lab.address(of: 1), 99) }
    let server = try listener.accept()
    let lost = try lab.inNetwork(of: 0) { try TCPPeer.connect(to: lab.address(of: 1), 99) }
    let end = try listener.accept()
    try lab.cut(0)
    #expect(throws: SystemError.self) { try lost.receive() }
    #expect(throws: SystemError.self) { try end.receive() }
    try kept.send(10)
    #expect(try server.receive() == 10)
  }

  @Test(.enabled(if: Networks.areThere, "\(Networks.reason)"))
  func aBodyThatThrowsLeavesTheThreadWhereItWas() throws {
    struct Stop: Error {}
    let lab = try NetworkLab(members: 2, rate: 0)
    let own = try NetworkNamespace.identityOfThread
    #expect(throws: Stop.self) { try lab.inNetwork(of: 0) { throw Stop() } }
    #expect(try NetworkNamespace.identityOfThread == own)
  }

  @Test func shapesAreToldToTC() {
    #expect(NetworkLab.shape(0) == nil)
    #expect(NetworkLab.shape(32e6) == "tbf rate 256000000bit burst 65536 latency 50ms")
    #expect(NetworkLab.shape(1.25e9) == "tbf rate 10000000000bit burst 2500000 latency 50ms")
  }

  @Test func wrongNumbersAreRefused() {
    for count in [-1, 0, 1, 201] {
      let error = #expect(throws: LinkError.self) { try NetworkLab(members: count, rate: 0) }
      #expect(error?.kind == .unclear)
    }
    #expect(throws: LinkError.rate("12.0")) { try NetworkLab(members: 2, rate: 12) }
  }

  @Test func withoutIPRoute2ItIsRefusedWithTheReason() throws {
    let tree = try TemporaryTree()
    let error = #expect(throws: LinkError.self) { try NetworkPrograms(in: [tree.path]) }
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("apt-get install iproute2") == true)
  }

  @Test func whatThisKernelDoesNotHaveIsRefusedInItsWords() throws {
    let tree = try TemporaryTree()
    for name in ["tc", "ip", "ss"] {
      try tree.write(name, "#!/bin/sh\necho 'Error: Specified qdisc kind is unknown.'\nexit 2\n")
      unsafe chmod("\(tree.path)/\(name)", 0o755)
    }
    let programs = try NetworkPrograms(in: [tree.path])
    let error = #expect(throws: LinkError.self) { try programs.tc("qdisc add dev x root tbf") }
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("Specified qdisc kind is unknown") == true)
  }

  @Test func withoutTheRightsItIsRefusedWithTheReason() async {
    await #expect(processExitsWith: .success) {
      if CurrentProcess.isRoot { try SystemCall.runSettingErrno("become nobody") { Int(setuid(65_534)) } }
      let error = #expect(throws: LinkError.self) { try LinkSpec.tbf(rate: 1e6).open() }
      #expect(error?.kind == .refused)
      #expect(error?.description.contains("relay,rate=") == true)
    }
  }
}
