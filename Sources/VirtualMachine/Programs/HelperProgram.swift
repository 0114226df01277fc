internal import Platform
internal import Subprocess
internal import SystemPackage

/// A program of the host that prepares a twin: `dpkg-deb`, `mke2fs`, `ldd`.
struct HelperProgram: Sendable {
  /// What came of it.
  struct Outcome: Sendable {
    var output: String
    var errors: String
    var isSuccess: Bool

    /// The last line that it said, for a message.
    var lastWords: String {
      let said = (errors.isEmpty ? output : errors).split(separator: "\n").last { !$0.isEmpty }
      return said.map(String.init) ?? "it said nothing"
    }
  }

  private static let outputLimit = 64 << 20

  /// Its file.
  let path: String

  /// Finds a program in PATH and where Debian keeps the administrator's.
  ///
  /// - Parameter package: the Debian package that has it, for the message.
  /// - Throws: `TwinError` of kind `missing`.
  init(_ name: String, package: String) throws(TwinError) {
    let folders =
      (Console.environment("PATH") ?? "").split(separator: ":").map(String.init)
      + ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]
    guard let found = folders.map({ "\($0)/\(name)" }).first(where: Files.exists) else {
      throw TwinError(.missing, "\(name) is not installed; install it with: apt-get install \(package)")
    }
    path = found
  }

  /// Runs it to its end, in the C locale.
  ///
  /// - Parameter directory: where it runs; nil for where this process does.
  /// - Throws: `TwinError` when it cannot be started or has not ended in time; then it is killed.
  func run(
    _ arguments: [String], in directory: String? = nil, within limit: Duration = .seconds(120)
  ) async throws -> Outcome {
    try await withTimeLimit(
      limit, or: TwinError(.timeLimit, "\(path) was killed: it had not ended after \(limit)")
    ) {
      var options = PlatformOptions()
      options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .zero)]
      let result = try await Subprocess.run(
        .path(FilePath(path)), arguments: Arguments(arguments),
        environment: .inherit.updating(["LC_ALL": "C"]), workingDirectory: directory.map { FilePath($0) },
        platformOptions: options, output: .string(limit: Self.outputLimit),
        error: .string(limit: Self.outputLimit))
      return Outcome(
        output: result.standardOutput, errors: result.standardError,
        isSuccess: result.terminationStatus.isSuccess)
    }
  }

  /// Runs it and takes any end but success for a failure.
  ///
  /// - Parameter purpose: words that follow "cannot".
  @discardableResult
  func check(
    _ purpose: String, _ arguments: [String], in directory: String? = nil,
    within limit: Duration = .seconds(120)
  ) async throws -> String {
    let outcome = try await run(arguments, in: directory, within: limit)
    guard outcome.isSuccess else {
      throw TwinError(.preparation, "cannot \(purpose): \(path) said: \(outcome.lastWords)")
    }
    return outcome.output
  }
}
