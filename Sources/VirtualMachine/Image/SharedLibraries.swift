internal import Platform

/// The libraries that a program needs, as `ldd` names them.
enum SharedLibraries {
  /// The files, the loader included; empty for a static program.
  ///
  /// - Throws: `TwinError` when one is not there.
  static func of(_ program: String) async throws -> [String] {
    let ldd = try HelperProgram("ldd", package: "libc-bin")
    let outcome = try await ldd.run([program])
    // ldd fails on a static program, and says so.
    if isStatic(outcome.output + outcome.errors) { return [] }
    guard outcome.isSuccess else {
      throw TwinError(.preparation, "cannot tell the libraries of \(program): ldd said: \(outcome.lastWords)")
    }
    return try parse(outcome.output, program: program)
  }

  static func isStatic(_ text: String) -> Bool {
    text.contains("not a dynamic executable") || text.contains("statically linked")
  }

  /// Reads what ldd prints.
  ///
  ///     linux-vdso.so.1 (0x00007ffd…)
  ///     libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f…)
  ///     /lib64/ld-linux-x86-64.so.2 (0x00007f…)
  static func parse(_ text: String, program: String) throws(TwinError) -> [String] {
    var found: [String] = []
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count >= 4, words[1] == "=>", words[2] == "not" {
        throw TwinError(.missing, "\(program) needs \(words[0]), which is not installed here")
      }
      if words.count >= 3, words[1] == "=>", words[2].hasPrefix("/") {
        found.append(String(words[2]))
      } else if let first = words.first, first.hasPrefix("/") {
        found.append(String(first))
      }
    }
    return found
  }
}
