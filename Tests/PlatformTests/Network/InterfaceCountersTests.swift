import Testing

@testable import Platform

@Suite struct InterfaceCountersTests {
  private static let text = """
    Inter-|   Receive                                                |  Transmit
     face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
        lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
      eth0:18446744073709551615  7 0    0    0     0          0         0     5678       9    0    0    0     0       0          0
      bad0: x y
    """

  @Test func aLineIsFoundByItsName() {
    #expect(
      InterfaceCounters.parse(Self.text, interface: "eth0")
        == InterfaceCounters(receivedBytes: .max, sentBytes: 5678))
    #expect(
      InterfaceCounters.parse(Self.text, interface: "lo")
        == InterfaceCounters(receivedBytes: 0, sentBytes: 0))
  }

  @Test(arguments: ["eth", "th0", "", "bad0", "face |bytes"])
  func otherNamesHaveNone(_ name: String) {
    #expect(InterfaceCounters.parse(Self.text, interface: name) == nil)
    #expect(InterfaceCounters.parse("", interface: name) == nil)
  }
}
