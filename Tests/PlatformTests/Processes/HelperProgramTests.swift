import Platform
import Testing

@Suite struct HelperProgramTests {
  @Test func givesOutputAndStatus() throws {
    let result = try HelperProgram.run("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"], timeout: 60)
    #expect(result.status == 3)
    #expect(result.output == "out\nerr")
    #expect(try HelperProgram.run("/bin/sh", ["-c", "cat; kill -TERM $$"], timeout: 60).status == 143)
  }

  @Test func keepsNoMoreThanItsLimit() throws {
    let result = try HelperProgram.run(
      "/bin/sh", ["-c", "head -c 1000000 /dev/zero | tr '\\0' x"], timeout: 60)
    #expect(result.status == 0)
    #expect(result.output.count == 1 << 16)
  }

  @Test func whatHangsIsKilled() throws {
    #expect(
      try HelperProgram.run("/bin/sh", ["-c", "exec cat /dev/zero >/dev/null"], timeout: 0.05).status == 137)
  }

  @Test func whatHangsAfterItsOutputEndedIsKilledToo() throws {
    #expect(
      try HelperProgram.run("/bin/sh", ["-c", "exec cat /dev/zero >/dev/null 2>&1"], timeout: 0.05).status
        == 137)
  }

  @Test func whatIsNotThereIsAnError() {
    let error = #expect(throws: SystemError.self) {
      try HelperProgram.run("/no/such/program", [], timeout: 1)
    }
    #expect(error?.description.hasPrefix("cannot start /no/such/program: no such file") ?? false)
  }
}
