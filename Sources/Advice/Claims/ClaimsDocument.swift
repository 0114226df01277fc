internal import Platform

/// Advice found on the web, as a document: `assay.claims/1`, in YAML. Each claim names the setting or the word of the
/// kernel's command line that it is about, and what it is said to do.
public struct ClaimsDocument: Sendable, Equatable {
  /// The form of the file.
  public static let schema = "assay.claims/1"

  /// One claim.
  public struct Claim: Sendable, Equatable {
    /// What a claim is about.
    public enum Subject: Sendable, Equatable {
      /// A setting with the advised value.
      case setting(key: String, value: String)
      /// A word of the kernel's command line: `dom0=1`.
      case boot(String)
      /// Nothing that can be set.
      case nothing
    }

    /// What is said.
    public var text: String
    /// Who says so.
    public var source: String
    /// What it is about.
    public var subject: Subject
    /// The metric that is said to change, by its name; nil where that is not said.
    public var metric: String?
    /// By how much its value is said to change, as a fraction: 0.23; nil where that is not said.
    public var effect: Double?
    /// What is known of it without measuring; nil where nothing is.
    public var truth: String?
    /// The line in the file.
    public var line: Int
  }

  /// Its name.
  public var name: String
  /// What it is, in one line.
  public var summary: String
  /// The file that it was read from.
  public var file: String
  /// The claims, in the order of the file.
  public var claims: [Claim]

  /// Whether a file is such a document: by the first lines, so that a trial knows which of the two it was given.
  public static func isSchema(of file: String) -> Bool {
    guard let text = try? Files.text(file, limit: 1 << 20) else { return false }
    return text.split(separator: "\n").contains { line in
      let words = line.split(separator: ":", maxSplits: 1)
      return words.count == 2 && words[0] == "schema" && words[1].contains("assay.claims/")
    }
  }
}
