import Platform
import Testing

/// The C sources under other compilers and for other machines than the one that these tests run on.
@Suite(.enabled(if: Compiler.sources != nil, "the sources are not where they were compiled"))
struct CSourceTests {
  private static let neonFiles = ["stream_neon.c", "stream_scalar.c", "stream.c", "chase.c"]

  private static func path(_ file: String) throws -> String { "\(try #require(Compiler.sources))/\(file)" }

  private static var include: String {
    get throws { try path("include") }
  }

  @Test(
    .enabled(if: Compiler("clang") != nil, "clang is not in PATH"))
  func theLoopsCompileForArm64() throws {
    let clang = try #require(Compiler("clang"))
    let said = try clang.complaints(
      [
        "--target=aarch64-linux-gnu", "-ffreestanding", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I",
        try Self.include,
      ] + Self.neonFiles.map(Self.path))
    #expect(said.isEmpty)
  }

  @Test(
    .enabled(if: Compiler("clang") != nil, "clang is not in PATH"))
  func theLoopsCompileForAMachineWithoutVectors() throws {
    let clang = try #require(Compiler("clang"))
    let said = try clang.complaints(
      [
        "--target=riscv64-linux-gnu", "-ffreestanding", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I",
        try Self.include,
      ] + Self.neonFiles.map(Self.path))
    #expect(said.isEmpty)
  }

  @Test(
    .enabled(if: Compiler("clang") != nil, "clang is not in PATH"))
  func clangHasNothingToSay() throws { try Self.compileAll(with: try #require(Compiler("clang"))) }

  @Test(
    .enabled(if: Compiler("gcc") != nil, "gcc is not in PATH"))
  func gccHasNothingToSay() throws { try Self.compileAll(with: try #require(Compiler("gcc"))) }

  private static func compileAll(with compiler: Compiler) throws {
    let files = try Files.names(in: try #require(Compiler.sources)).filter { $0.hasSuffix(".c") }
    #expect(files.count >= 9)
    // Optimising finds more to say than -O0 does.
    for file in files {
      let said = try compiler.complaints(
        ["-Wall", "-Wextra", "-O2", "-I", include, "-S", "-o", "/dev/null", try path(file)])
      #expect(said.isEmpty, "\(file)")
    }
  }
}
