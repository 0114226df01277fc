import Platform
import Testing

@Suite("Timestamp: formats")
struct TimestampTests {
  @Test("Now is RFC 3339 in UTC, to the second")
  func document() {
    #expect(Timestamp.now().wholeMatch(of: /20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ/) != nil)
  }

  @Test("A file name has date and time without characters that shells or file systems mind")
  func fileName() {
    #expect(Timestamp.nowForFileName().wholeMatch(of: /20\d\d[01]\d[0-3]\d-[0-2]\d[0-5]\d[0-6]\d/) != nil)
  }

  @Test("Texts sort as time goes")
  func order() {
    let before = Timestamp.now()
    let after = Timestamp.now()
    #expect(before <= after)
  }
}
