internal import Platform
internal import Subprocess
internal import SystemPackage

/// Where Ansible's programs are.
public struct AnsiblePrograms: Sendable {
  private let directory: String?

  /// - Parameter directory: where they are; nil means by PATH, as a shell finds them.
  public init(directory: String? = nil) { self.directory = directory }

  /// A program's path, or its name where PATH decides.
  func path(_ name: String) -> String { directory.map { "\($0)/\(name)" } ?? name }

  /// Of the operator's words for ansible-playbook those that open a vault: an inventory cannot be read without them.
  static func vaultWords(_ arguments: [String]) -> [String] {
    let alone = ["-J", "--ask-vault-pass", "--ask-vault-password"]
    let withValue = ["--vault-id", "--vault-pass-file", "--vault-password-file"]
    var words: [String] = []
    for (index, word) in arguments.enumerated() {
      if alone.contains(word) || withValue.contains(where: { word.hasPrefix("\($0)=") }) {
        words.append(word)
      }
      if withValue.contains(word), index + 1 < arguments.count { words += [word, arguments[index + 1]] }
    }
    return words
  }

  /// This process's environment, in which Ansible works: it refuses any encoding but UTF-8.
  static var environment: Environment {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(Console.environment).first { !$0.isEmpty } ?? "C"
    let isUnicode = locale.lowercased().replacing("-", with: "").contains("utf8")
    return isUnicode ? .inherit : .inherit.updating(["LC_ALL": "C.UTF-8"])
  }

  /// Runs a program to its end.
  ///
  /// - Throws: `FleetFailure` with the last line that it said.
  func output(of name: String, _ arguments: [String], about subject: String) async throws -> String {
    do {
      let executable: Executable = directory == nil ? .name(name) : .path(FilePath(path(name)))
      let result = try await Subprocess.run(
        executable, arguments: Arguments(arguments), environment: Self.environment,
        output: .string(limit: Self.limit), error: .string(limit: Self.limit))
      guard result.terminationStatus.isSuccess else {
        let lines = result.standardError.split(whereSeparator: \.isNewline).map { $0.trimmingSpace() }
        throw FleetFailure(
          "\(subject): \(name): \(lines.last { !$0.isEmpty } ?? "it said nothing"); correct it")
      }
      return result.standardOutput
    } catch let error as SubprocessError {
      throw FleetFailure(
        "\(name) cannot be started (\(error)); install ansible-core 2.14 or later (apt-get install ansible-core)"
      )
    }
  }

  // The variables of 10,000 nodes.
  private static let limit = 1 << 28
}
