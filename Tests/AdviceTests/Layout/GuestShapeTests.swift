import Testing

@testable import Advice

struct GuestShapeTests {
  @Test func shapesAreReadAsPeopleWriteThem() throws {
    #expect(
      try GuestShape.list("6x4c16g, 2X8C32G,1c512m,1x2c1t") == [
        GuestShape(count: 6, cpus: 4, memoryBytes: 16 << 30),
        GuestShape(count: 2, cpus: 8, memoryBytes: 32 << 30),
        GuestShape(count: 1, cpus: 1, memoryBytes: 512 << 20),
        GuestShape(count: 1, cpus: 2, memoryBytes: 1 << 40),
      ])
  }

  @Test func aShapeDescribesItself() throws {
    #expect(try GuestShape("6x4c16g").description == "6 guests of 4 CPUs and 16 GiB")
    #expect(try GuestShape("1c1536m").description == "1 guest of 1 CPU and 1.5 GiB")
  }

  @Test(arguments: [
    ("", "it is empty"), ("6x4c16g,", "it is empty"), ("x4c16g", "no number of guests"),
    ("-1x4c16g", "no number of guests"), ("6x", "no c after a number of CPUs"),
    ("4x16g", "no c after a number of CPUs"), ("6xc16g", "no number of CPUs"),
    ("6x4c", "the memory is missing"),
    ("6x4c16", "does not end in m, g or t"), ("6x4c16k", "does not end in m, g or t"),
    ("6x4cg", "no amount of memory"), ("6x4c1.5g", "no amount of memory"), ("0x4c16g", "at least 1"),
    ("6x0c16g", "at least 1"), ("6x4c0g", "at least 1"), ("5000x4c16g", "more than 4096 guests"),
    ("1x5000c16g", "more than 4096 CPUs"), ("1x1c99999999999t", "more memory than any machine has"),
    ("99999999999999999999x1c1g", "more than 4096 guests"), ("6x4c16g32g", "no amount of memory"),
    ("4000x1c1g,97x1c1g", "at most 4096"), ("٦x4c16g", "no number of guests"),
  ])
  func anythingElseIsRefusedInOneLine(text: String, reason: String) {
    let problem = #expect(throws: LayoutProblem.self) { try GuestShape.list(text) }
    let words = problem?.description ?? ""
    #expect(words.contains(reason), "\(words)")
    #expect(!words.contains("\n"))
  }

  @Test func amountsAreNeverRoundedUp() {
    #expect(LayoutText.bytes(16 << 30) == "16 GiB")
    #expect(LayoutText.bytes((16 << 30) - 1) == "15.9 GiB")
    #expect(LayoutText.bytes(1536 << 20) == "1.5 GiB")
    #expect(LayoutText.bytes(0) == "no memory")
    #expect(LayoutText.bytes(2048) == "2 KiB")
    #expect(LayoutText.bytes(.max) == "16383.9 PiB")
  }
}
