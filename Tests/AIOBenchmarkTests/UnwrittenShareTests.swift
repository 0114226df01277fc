import Experiment
import Glibc
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

@Suite struct UnwrittenShareTests {
  @Test func theFileSystemsWordCounts() {
    #expect(UnwrittenShare.of(1_000, written: 250, allocated: 1_000) == .known(0.75))
    #expect(UnwrittenShare.of(1_000, written: 1_000, allocated: 0) == .known(0))
    // An extent may reach behind the range.
    #expect(UnwrittenShare.of(1_000, written: 4_096, allocated: 4_096) == .known(0))
  }

  @Test func withoutItHolesAreKnownAndTheRestIsUnknownNeverNone() {
    #expect(UnwrittenShare.of(1_000, written: nil, allocated: 250) == .atLeast(0.75))
    #expect(UnwrittenShare.of(1_000, written: nil, allocated: 1_000) == .unknown)
  }

  @Test(arguments: [
    (UnwrittenShare.known(0), "0 %"), (.known(0.001), "less than 1 %"), (.known(0.254), "25 %"),
    (.known(0.9999), "99 %"), (.known(1), "100 %"), (.atLeast(0.5), "at least 50 %"), (.unknown, "unknown"),
  ])
  func words(share: UnwrittenShare, text: String) { #expect(share.text == text) }

  @Test func onlyWhatIsMissingIsWarnedOf() throws {
    #expect(UnwrittenShare.known(0).warnings(of: "/f").isEmpty)
    #expect(UnwrittenShare.unknown.warnings(of: "/f").isEmpty)
    let warning = try #require(UnwrittenShare.known(0.25).warnings(of: "/f").first)
    #expect(warning.code == "aio.unwritten")
    #expect(
      warning.message
        == "25 % of /f was never written (holes, or space that was only reserved): reads there do not reach the device"
    )
    #expect(UnwrittenShare.atLeast(0.25).warnings(of: "/f").count == 1)
  }

  @Test func filesAreLookedAtAndDevicesHaveNoExtents() throws {
    let tree = try TemporaryTree(["file": String(repeating: "x", count: 65_536)])
    let path = "\(tree.path)/file"
    let whole = UnwrittenShare.read(path: path, byteCount: 65_536)
    #expect(whole == .known(0) || whole == .unknown)
    try SystemCall.runSettingErrno("lengthen") { unsafe Int(truncate(path, 131_072)) }
    let half = UnwrittenShare.read(path: path, byteCount: 131_072)
    #expect(half == .known(0.5) || half == .atLeast(0.5))
    #expect(UnwrittenShare.read(path: "/dev/null", byteCount: 1) == nil)
    #expect(UnwrittenShare.read(path: "\(tree.path)/missing", byteCount: 1) == .unknown)
  }
}
