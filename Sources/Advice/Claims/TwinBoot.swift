internal import Platform

/// What a kernel that was booted in a twin said of the words on its command line.
public struct TwinBoot: Sendable, Equatable {
  /// Its release: `6.1.0-56-cloud-amd64`.
  public let release: String
  /// Words that it called unknown, sorted.
  public let unknownWords: [String]
  private let lines: [String]

  /// Reads a kernel's log.
  ///
  /// - Parameter log: what `dmesg` printed.
  public init(release: String, log: String) {
    self.release = release
    // `[    0.046143] Kernel command line: …`
    lines = log.split(separator: "\n").map { line in
      let parts = line.split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
      return (line.hasPrefix("[") && parts.count == 2 ? String(parts[1]) : String(line)).trimmingSpace()
    }
    // `Unknown kernel command line parameters "dom0=1 …", will be passed to user space.` (init/main.c, Linux 5.14)
    let told = lines.first { $0.hasPrefix("Unknown kernel command line parameters") }
    let quoted = told?.split(separator: "\"", omittingEmptySubsequences: false)
    unknownWords = (quoted.flatMap { $0.count > 2 ? $0[1] : nil } ?? "").split(separator: " ").map(
      String.init
    )
    .sorted()
  }

  /// What the log says of a word's name, besides the command line itself; nil where it says nothing.
  func line(about name: String) -> String? {
    lines.first { line in
      !line.isCommandLine && line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == name }
    }
  }
}

extension String {
  /// Whether a line of a kernel's log only repeats the command line.
  fileprivate var isCommandLine: Bool {
    hasPrefix("Command line:") || hasPrefix("Kernel command line:")
      || hasPrefix("Unknown kernel command line")
  }
}

extension ClaimAssessment {
  /// Whether a boot in a twin says anything of it: of a word that a kernel knows or not. Of parameters of modules, which are
  /// looked at only when the module is loaded, it says nothing.
  public var isForTwin: Bool {
    guard let word = subject, [.needsReboot, .noParameter, .undocumented].contains(standing) else {
      return false
    }
    let name = word.prefix { $0 != "=" }
    return !name.contains(".") && !name.contains("/") && !word.contains(where: \.isWhitespace)
      && !Self.endangering.contains(String(name))
  }

  /// Without these being what they are, a twin does not come up.
  private static let endangering: Set = [
    "init", "rdinit", "initrd", "root", "console", "panic", "mem", "maxcpus",
  ]

  /// The same after a boot with its word.
  public func after(_ boot: TwinBoot) -> ClaimAssessment {
    guard isForTwin, let word = subject else { return self }
    let name = String(word.prefix { $0 != "=" })
    var result = self
    if boot.unknownWords.contains(word) {
      result.standing = .noParameter
      let said = "a twin was booted with it, and Linux \(boot.release) called it unknown"
      // What was said before was a guess, unless it knows whose word it is.
      result.sentence =
        standing == .noParameter ? "\(sentence); \(said)" : "`\(word)` is not a parameter: \(said)"
      return result
    }
    let line = boot.line(about: name).map { " and says '\($0)'" } ?? ""
    let said = "a twin was booted with it: Linux \(boot.release) takes the word\(line)"
    if standing == .undocumented {
      result.standing = .needsReboot
      result.sentence = "`\(name)` is a parameter, although not among the documented ones"
    }
    result.sentence += "; \(said)"
    return result
  }
}
