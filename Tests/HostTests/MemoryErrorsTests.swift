import Host
import TestSupport
import Testing

@Suite struct MemoryErrorsTests {
  private static let folder = "sys/devices/system/edac/mc"

  private static func errors(_ files: [String: String]) throws -> MemoryErrors? {
    let tree = try TemporaryTree(files)
    return MemoryErrors(root: HostRoot(directory: tree.path))
  }

  @Test func allControllersCount() throws {
    let errors = try Self.errors([
      "\(Self.folder)/mc0/ce_count": "2\n", "\(Self.folder)/mc0/ue_count": "0\n",
      "\(Self.folder)/mc10/ce_count": "5\n", "\(Self.folder)/mc10/ue_count": "1\n",
      "\(Self.folder)/power/control": "auto\n",
    ])
    #expect(errors?.corrected == 7 && errors?.uncorrected == 1)
  }

  @Test func whatTheKernelDoesNotTellIsUnknown() throws {
    #expect(try Self.errors([:]) == nil)
    // The folder is there without a driver as well.
    #expect(try Self.errors(["\(Self.folder)/power/control": "auto\n"]) == nil)
    #expect(try Self.errors(["\(Self.folder)/mc/ce_count": "1\n"]) == nil)
    #expect(try Self.errors(["\(Self.folder)/mc0/ce_count": "1\n"]) == nil)
    #expect(
      try Self.errors(["\(Self.folder)/mc0/ce_count": "x\n", "\(Self.folder)/mc0/ue_count": "0\n"]) == nil)
  }
}
