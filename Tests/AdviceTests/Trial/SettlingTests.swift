import Host
import Platform
import TestSupport
import Testing

@testable import Advice

@Suite struct SettlingTests {
  private func settling(_ tree: TemporaryTree, _ interruption: Interruption? = nil) -> PressureSettling {
    var settling = PressureSettling(root: HostRoot(directory: tree.path), interruption: interruption)
    settling.window = 0.001
    settling.limit = 0.01
    return settling
  }

  @Test func aQuietMachineSettles() async throws {
    let tree = try TemporaryTree(["proc/pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=12\n"])
    let level = try await settling(tree).level()
    #expect(level == PressureLevel(cpu: 0))
    #expect(try await settling(tree).settle(to: level) == nil)
  }

  @Test func whatWasLoudBeforeMayBeAsLoudAfterwards() throws {
    let settling = PressureSettling()
    #expect(settling.excess(PressureLevel(cpu: 0.5), over: PressureLevel(cpu: 0.3)) == nil)
    #expect(
      settling.excess(PressureLevel(cpu: 0.7), over: PressureLevel(cpu: 0.3)) == "pressure on CPU of 70.0 %")
    #expect(settling.excess(PressureLevel(memory: 0.04), over: PressureLevel(memory: 0)) == nil)
    #expect(settling.excess(PressureLevel(io: 0.2), over: PressureLevel()) == "pressure on storage of 20.0 %")
  }

  @Test func whatIsNotKnownIsNotWaitedFor() async throws {
    let tree = try TemporaryTree()
    #expect(try await settling(tree).level() == PressureLevel())
    #expect(try await settling(tree).settle(to: PressureLevel()) == nil)
  }

  @Test func aRequestEndsTheWaiting() async throws {
    let tree = try TemporaryTree()
    let interruption = Interruption()
    interruption.request()
    await #expect(throws: CancellationError.self) {
      try await settling(tree, interruption).settle(to: PressureLevel())
    }
  }

  @Test(arguments: ["", "full total=3", "some total=x"]) func whatIsNoPressureIsUnknown(text: String) {
    #expect(PressureSettling.seconds(text) == nil)
  }
}
