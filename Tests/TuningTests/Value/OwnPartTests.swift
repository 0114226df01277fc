import Testing

@testable import Tuning

@Suite struct OwnPartTests {
  @Test(arguments: [
    ("a=1", "", "a=1"), ("a=1 b", "quiet", "quiet a=1 b"), ("a=2", "a=1 quiet", "quiet a=2"),
    ("a=1 b", "a=1 quiet", "a=1 quiet b"), ("", "quiet", "quiet"),
    (
      "hugepagesz=1G hugepages=4 hugepagesz=2M hugepages=9", "hugepagesz=2M hugepages=9",
      "hugepagesz=2M hugepages=9 hugepagesz=1G hugepages=4"
    ),
  ])
  func wordsTakeThePlaceOfTheirParameter(own: String, below: String, all: String) {
    #expect(OwnPart.laid(own, over: below, type: .text) == all)
    #expect(OwnPart.isPart(own, of: [all], type: .text))
  }

  @Test func cpusAreUnited() {
    #expect(OwnPart.laid("4-5", over: "2-3", type: .cpus) == "2-5")
    #expect(OwnPart.laid("4", over: "", type: .cpus) == "4")
    #expect(OwnPart.isPart("2-4", of: ["2-3", "4"], type: .cpus))
    #expect(!OwnPart.isPart("2-4", of: ["2-3"], type: .cpus) && !OwnPart.isPart("x", of: [], type: .cpus))
  }
}
