import Platform
import TestSupport
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

  /// A compiler may make an ordinary store of a streaming one, or vectors of scalars, and the results stay right:
  /// only the instructions tell what is measured.
  @Test(
    .enabled(if: Compiler("clang") != nil, "clang is not in PATH"),
    arguments: [("scalar", "movnti"), ("sse2", "movntpd"), ("avx2", "vmovntpd"), ("avx512", "vmovntpd")])
  func theLoopsStoreAsTheirNamesSay(set: String, instruction: String) throws {
    let clang = try #require(Compiler("clang"))
    let directory = try TemporaryDirectory()
    let assembly = directory("loops.s")
    let said = try clang.complaints([
      "--target=x86_64-linux-gnu", "-ffreestanding", "-O2", "-I", try Self.include, "-S", "-o", assembly,
      try Self.path("stream_\(set).c"),
    ])
    #expect(said.isEmpty)
    var function = ""
    var streaming: [String: Int] = [:]
    var packed: [String: Int] = [:]
    for line in try Files.text(assembly).split(separator: "\n") {
      if line.first?.isLetter == true, let colon = line.firstIndex(of: ":") {
        function = String(line[..<colon])
      }
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let name = words.first else { continue }
      if name.hasPrefix(instruction) { streaming[function, default: 0] += 1 }
      let isPacked = name.hasPrefix("movup") || name.hasPrefix("movap")
      if isPacked && words.last?.hasSuffix(")") == true { packed[function, default: 0] += 1 }
    }
    for kernel in StreamKernel.allCases.map(\.rawValue) where kernel != "read" {
      #expect(streaming["\(kernel)_streaming_\(set)", default: 0] >= 4, "\(kernel)")
      #expect(streaming["\(kernel)_ordinary_\(set)"] == nil, "\(kernel)")
      if set == "scalar" { #expect(packed["\(kernel)_ordinary_scalar"] == nil, "\(kernel)") }
    }
  }

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
