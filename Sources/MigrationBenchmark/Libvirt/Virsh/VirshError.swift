/// Why `virsh` did not do what was asked: where, libvirt's words, and what to do.
public struct VirshError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure.
  public enum Kind: String, Sendable, Equatable, Codable {
    /// The program is not there.
    case missing
    /// No daemon answers at the URI.
    case unreachable
    /// There is no such domain.
    case noDomain
    /// The domain is there and does not run.
    case notRunning
    /// Nothing is going on that could be asked about or ended.
    case noJob
    /// Both URIs lead to the same host.
    case sameHost
    /// This libvirt, or its QEMU, cannot do it.
    case unsupported
    /// What was asked for cannot be.
    case badRequest
    /// It did not end in time, and was killed.
    case timeLimit
    /// It said what is not understood.
    case unreadable
    /// Another error of libvirt's, or of the system's.
    case refused
  }

  /// What kind of failure.
  public let kind: Kind
  /// For people.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The error that `virsh` ended with.
  ///
  /// - Parameters:
  ///   - output: all that it said.
  ///   - command: its words, the program and the URI not among them.
  init(output: String, of command: String, at uri: String) {
    let said = Self.words(of: output)
    let kind = Self.kind(of: said)
    self.init(kind, "virsh \(command) at \(uri): \(said)\(Self.advice(for: kind))")
  }

  /// The lines behind `error:`, in one; all that was said where there is none.
  static func words(of output: String) -> String {
    let lines = output.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
    let errors = lines.filter { $0.hasPrefix("error:") }.map { line in
      String(line.dropFirst("error:".count).trimmingPrefix(while: \.isWhitespace))
    }
    let words = (errors.isEmpty ? lines.map(String.init) : errors).filter { !$0.isEmpty }
    return words.isEmpty ? "it failed without a word" : words.joined(separator: ": ")
  }

  /// What libvirt's words mean; they are those of the C locale.
  private static let meanings: [(words: String, kind: Kind)] = [
    ("no job is active", .noJob),
    ("to the same host", .sameHost),
    ("failed to get domain", .noDomain), ("Domain not found", .noDomain), ("no domain with", .noDomain),
    ("domain is not running", .notRunning), ("domain is not active", .notRunning),
    ("support option", .unsupported), ("unknown command", .unsupported), ("Unsupported ", .unsupported),
    ("is not supported", .unsupported), ("argument unsupported", .unsupported),
    ("unsupported configuration", .unsupported),
    ("failed to connect to the hypervisor", .unreachable), ("Failed to connect socket", .unreachable),
    ("unable to connect to server", .unreachable), ("End of file while reading data", .unreachable),
    ("client socket is closed", .unreachable), ("Connection refused", .unreachable),
    ("Unable to resolve address", .unreachable),
  ]

  private static func kind(of said: String) -> Kind {
    meanings.first { said.contains($0.words) }?.kind ?? .refused
  }

  private static func advice(for kind: Kind) -> String {
    switch kind {
    case .unreachable: "; check the URI, and that a libvirt daemon runs there and lets you in"
    case .noDomain: "; `virsh list --all` there names those that it has"
    case .notRunning: "; only a domain that runs can be migrated live: start it"
    case .sameHost: "; give the URI of another host"
    case .unsupported: "; choose what both sides' libvirt and QEMU can do"
    case .missing, .noJob, .badRequest, .timeLimit, .unreadable, .refused: ""
    }
  }
}
