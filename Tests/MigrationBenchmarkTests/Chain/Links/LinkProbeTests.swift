import Platform
import TestSupport
import Testing

@testable import MigrationBenchmark

@Suite(.enabled(if: Networks.areThere, "\(Networks.reason)"))
struct LinkProbeTests {
  @Test func aShapedLinkShowsItsRate() throws {
    let lab = try NetworkLab(members: 3, rate: 8e6)
    let link = ChainLink(in: lab, from: 2, to: 0, number: 0)
    let probe = try LinkProbe.measure(over: link)
    print("round trip \(probe.roundTrip) s, \(probe.rate) B/s")
    #expect(probe.roundTrip > 0)
    // Never more than the wire carries, by much; on a busy machine less.
    #expect(probe.rate > 0 && probe.rate < 8e6 * 1.3)
    // The ports are free again.
    _ = try LinkProbe.measure(over: link)
  }

  @Test func aLinkThatIsCutIsAnError() throws {
    let lab = try NetworkLab(members: 2, rate: 0)
    let link = ChainLink(in: lab, from: 0, to: 1, number: 3)
    #expect(link.incoming == "tcp:10.77.0.2:4447" && link.outgoing == link.incoming)
    link.cut()
    #expect(throws: SystemError.self) { try LinkProbe.measure(over: link) }
    link.close()
    lab.close()
    #expect(throws: LinkError.self) { try LinkProbe.measure(over: link) }
    #expect(link.carriedBytes == nil)
  }
}
