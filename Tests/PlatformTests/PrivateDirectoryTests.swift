import Platform
import Testing

@Suite struct PrivateDirectoryTests {
  @Test func itGoesWithEverythingInIt() throws {
    var directory: PrivateDirectory? = try PrivateDirectory(for: "test")
    let path = try #require(directory).path
    #expect(path.hasPrefix("/") && path.contains("/assay-test-"))
    try Files.createDirectories("\(path)/a/b")
    let listener = try UnixListener(at: "\(path)/socket")
    #expect(try PrivateDirectory(for: "test").path != path)
    directory = nil
    #expect(!Files.exists(path))
    withExtendedLifetime(listener) {}
  }

  @Test func removingItTwiceIsOnce() throws {
    let directory = try PrivateDirectory(for: "test")
    directory.remove()
    #expect(!Files.exists(directory.path))
    try Files.createPrivateDirectory(directory.path)
    directory.remove()
    #expect(Files.exists(directory.path))
    try Files.removeDirectory(directory.path)
  }
}
