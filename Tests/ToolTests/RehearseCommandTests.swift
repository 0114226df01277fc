import Platform
import TestSupport
import Testing

/// What is refused before a virtual machine is needed; rehearsals themselves are among the tests of twins.
@Suite struct RehearseCommandTests {
  private static let profiles = "\(Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))/Profiles"

  @Test(arguments: [
    (["--topology", "2y4"], "'2y4' is not a topology"),
    (["--kernel", "A kernel"], "a Debian package's name"),
    (["--topology", "2x2", "--fsroot", "/"], "exclude each other"),
    (["\(profiles)/database.yaml"], "one profile is rehearsed at a time"),
  ])
  func badRequestsAreOneLine(_ words: [String], reason: String) async throws {
    let result = try await Tool.run("assay", ["rehearse", "\(Self.profiles)/kvm-host.yaml"] + words)
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1 && result.errors.contains(reason), "\(result.errors)")
  }

  @Test func aProfileIsReadFirst() async throws {
    let tree = try TemporaryTree(["bad.yaml": "schema: assay.profile/9\n"])
    let result = try await Tool.run(
      "assay", "rehearse", "\(tree.path)/bad.yaml", "--catalog", "\(Self.profiles)/catalog.yaml")
    #expect(result.code == 64)
    #expect(result.errors.contains("bad.yaml:1: 'assay.profile/9' is not a profile"), "\(result.errors)")
  }
}
