import Glibc
import Platform
import Testing

@Suite struct ConsoleTests {
  @Test func readsTheEnvironment() throws {
    #expect(Console.environment("ASSAY_TEST_NO_SUCH_VARIABLE") == nil)
    // PATH is set wherever tests are built and run; the judge is the kernel's copy of the environment.
    let block = try Files.text("/proc/self/environ")
    let entry = block.split(separator: "\0").first { $0.hasPrefix("PATH=") }
    #expect(Console.environment("PATH") == entry.map { String($0.dropFirst("PATH=".count)) })
  }
}
