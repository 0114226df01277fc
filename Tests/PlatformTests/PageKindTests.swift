import Platform
import Testing

@Suite struct PageKindTests {
  @Test func namesAreThoseOfTheOptionsAndDocuments() {
    #expect(PageKind.allCases.map(\.rawValue) == ["4k", "thp", "2m", "1g"])
  }

  @Test func granularityIsThePageSize() {
    #expect(PageKind.base.granularity >= 4_096)
    #expect(PageKind.base.granularity.nonzeroBitCount == 1)
    #expect(PageKind.transparentHuge.granularity == 2_097_152)
    #expect(PageKind.huge2M.granularity == 2_097_152)
    #expect(PageKind.huge1G.granularity == 1_073_741_824)
  }
}
