import Glibc
import MigrationBenchmark
import Platform
import Testing

@Suite struct DirectLinkTests {
  @Test func itIsAPrivateDirectoryThatGoes() throws {
    let link = try LinkSpec.none.open()
    #expect(link is DirectLink)
    #expect(link.incoming == link.outgoing && link.incoming.hasPrefix("unix:/"))
    #expect(link.carriedBytes == nil)
    let path = LinkPath.file(link.incoming)
    let directory = Files.parent(of: path)
    #expect(LinkPath.mode(directory) == 0o700)
    let listener = try UnixListener(at: path)
    #expect(try link.inNetwork(of: .source) { 7 } == 7)
    link.close()
    #expect(!Files.exists(directory))
    link.close()
    link.cut()
    withExtendedLifetime(listener) {}
  }

  @Test func lettingGoOfItRemovesIt() throws {
    var link: DirectLink? = try DirectLink()
    let directory = Files.parent(of: LinkPath.file(try #require(link).incoming))
    #expect(Files.exists(directory))
    link = nil
    #expect(!Files.exists(directory))
  }

  @Test func cutNobodyConnectsAnyMore() throws {
    let link = try DirectLink()
    let listener = try UnixListener(at: LinkPath.file(link.incoming))
    link.cut()
    #expect(throws: SystemError.self) {
      try UnixSocket.connect(to: listener.path, until: .after(.seconds(60)))
    }
  }
}
