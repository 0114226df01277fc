import Foundation
import Testing

@Suite struct CommandLineTests {
  @Test func helpListsEveryCommandWithAnExample() async throws {
    let help = try await Tool.run("assay", "--help")
    #expect(help.code == 0)
    for command in [
      "host", "run", "memory", "scheduler", "tune", "rehearse", "compare", "check", "report", "diff-host",
      "history",
    ] {
      #expect(help.output.contains("  \(command) "))
    }
    for command in [
      "host", "run", "memory", "scheduler", "tune", "rehearse", "compare", "check", "report", "diff-host",
      "history",
    ] {
      let one = try await Tool.run("assay", command, "--help")
      #expect(one.code == 0)
      #expect(one.output.contains("Example:"), "assay \(command) --help has no example")
    }
  }

  @Test func theStandAloneToolIsTheSameCommand() async throws {
    let alone = try await Tool.run("assay-memory", "--help")
    let under = try await Tool.run("assay", "memory", "--help")
    func options(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.hasPrefix("  --") && !$0.contains("--version") }
    }
    #expect(alone.code == 0)
    #expect(!options(alone.output).isEmpty)
    #expect(options(alone.output) == options(under.output))
  }

  @Test func versionIsOneLine() async throws {
    let version = try await Tool.run("assay", "--version")
    #expect(version.code == 0)
    #expect(version.output == "0.9.0\n")
  }

  @Test(arguments: [
    (["memory", "--allow-debug", "--nonsense"], "Unknown option '--nonsense'"),
    (["memory", "--allow-debug", "--array-size", "1T"], "three such arrays do not fit"),
    (["memory", "--allow-debug", "--array-size", "12q"], "'12q' is not a size"),
    (["memory", "--allow-debug", "--array-size", "99999999999t"], "more than any machine has"),
    (["memory", "--allow-debug", "--cpus", "1048575"], "does not exist or is offline"),
    (["memory", "--allow-debug", "--cpus", "3-1"], "the range 3-1 runs backwards"),
    (["memory", "--allow-debug", "--cpus", ""], "--cpus names no CPU"),
    (["memory", "--allow-debug", "--threads", "0"], "CPUs are usable here"),
    (["memory", "--allow-debug", "--array-size", "1k"], "too little for"),
    (["memory", "--allow-debug", "--array-size", "0"], "'0' is not a size"),
    (["memory", "--allow-debug", "--duration", "0"], "'0' is not a time"),
    (["memory", "--allow-debug", "--duration", "1e9"], "'1e9' is not a time"),
    (["memory", "--allow-debug", "--duration", "nan"], "'nan' is not a time"),
    (["memory", "--allow-debug", "--duration", "0x10"], "'0x10' is not a time"),
    (["memory", "--allow-debug", "--duration", "1e-300"], "from 1us to a day"),
    (["host", "--fsroot", ""], "the directory has no name"),
    (["report", ""], "the document has no name"),
    (["report", "x.json", "--html", ""], "the page has no name"),
    (
      ["memory", "--allow-debug", "--kernel", "quux"],
      "'quux' is none of: copy, scale, add, triad, read, write, fill"
    ),
    (["memory", "--allow-debug", "--suite", "huge"], "'huge' is none of: quick, standard, thorough"),
    (["run", "--allow-debug", "--only", "memory,bogus"], "--only bogus: there is no such benchmark"),
    (["bogus"], "bogus"),
  ])
  func badInputIsOneLineAndCode64(arguments: [String], message: String) async throws {
    let directory = try TemporaryDirectory()
    let measures = ["memory", "run"].contains(arguments[0])
    let result = try await Tool.run("assay", arguments + (measures ? ["--out", directory.path] : []))
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(directory.files.isEmpty)
  }

  #if DEBUG
    @Test func aDebugBuildRefusesToMeasure() async throws {
      let result = try await Tool.run("assay", "memory")
      #expect(result.code == 64)
      #expect(result.errors.contains("debug build"))
    }
  #endif

  /// hwloc prints complaints of its own about such captures.
  @Test func aCaptureWithoutTopologyIsOneLine() async throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: "\(directory.path)/sys/devices/system/cpu/cpu1", withIntermediateDirectories: true)
    let result = try await Tool.run("assay", "host", "--fsroot", directory.path)
    #expect(result.code == 1)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("hwloc cannot read the topology"))
  }

  @Test func anUnwritableOutputDirectoryIsSaidBeforeMeasuring() async throws {
    let directory = try TemporaryDirectory()
    let file = "\(directory.path)/file"
    try "x".write(toFile: file, atomically: true, encoding: .utf8)
    let result = try await Tool.run("assay", Tool.small(out: "\(file)/below"))
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("--out \(file)/below: cannot create directory"))
    #expect(directory.files == ["file"])
  }

  @Test func aFileTooLargeForItsLimitIsSaidWithWhatToDoAndLeavesNothing() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.runInShell("ulimit -f 1", "assay", Tool.small(out: directory.path))
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("file too large (EFBIG); choose a directory"), "\(result.errors)")
    #expect(directory.files.isEmpty)
  }

  /// Without room for its threads the pool of the runtime would wait for ever.
  @Test func tooFewThreadsAreSaidBeforeMeasuring() async throws {
    let directory = try TemporaryDirectory()
    // Each thread takes a stack of that size out of the address space.
    let result = try await Tool.runInShell(
      "ulimit -s 1000000; ulimit -v 8000000", "assay", Tool.small(out: directory.path))
    #expect(result.code == 1)
    #expect(result.errors.contains("cannot start a thread"), "\(result.errors)")
    #expect(result.errors.contains("raise ulimit -u"), "\(result.errors)")
    #expect(directory.files.isEmpty)
  }

  /// A closed standard output must not become a descriptor of the runtime, into which results are written.
  @Test func aClosedStandardOutputIsAFailure() async throws {
    let closed = try await Tool.runInShell("exec >&-", "assay", ["host"])
    #expect(closed.code == 1)
    #expect(closed.errors == "assay: cannot write to standard output: bad file descriptor (EBADF)\n")
    let full = try await Tool.runInShell("exec >/dev/full", "assay", ["host"])
    #expect(full.code == 1)
    #expect(full.errors.contains("no space left"))
    let silent = try await Tool.runInShell("exec 2>&- <&-", "assay", ["host"])
    #expect(silent.code == 0)
    #expect(silent.output.contains("Topology"))
  }
}
