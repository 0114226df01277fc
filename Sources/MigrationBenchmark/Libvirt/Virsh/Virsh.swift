internal import Platform

/// libvirt at one URI, by way of the program `virsh`, in the C locale and within time limits.
///
///     let source = try Virsh("qemu:///system")
///     let domain = try source.domain(named: "web-1")
///     print(try source.state(of: domain).word)
public struct Virsh: Sendable {
  /// Where the program is looked for: no search path decides what root runs.
  static let places = ["/usr/bin/virsh", "/usr/local/bin/virsh"]
  private static let env = "/usr/bin/env"

  /// What it is connected to.
  public let uri: String
  /// The program's file.
  public let program: String
  /// Seconds that a question may take.
  public let timeout: Double

  /// - Parameters:
  ///   - program: its file, absolute; nil to look where it is installed.
  ///   - timeout: seconds that a question may take.
  /// - Throws: `missing` without the program, `badRequest` for what is no URI.
  public init(_ uri: String, program: String? = nil, timeout: Double = 20) throws(VirshError) {
    guard uri.contains(":"), !uri.hasPrefix("-") else {
      throw VirshError(
        .badRequest, "\"\(uri)\" is no URI of libvirt's; give one such as qemu+ssh://host/system")
    }
    guard let file = program ?? Self.places.first(where: Files.exists), Files.exists(file) else {
      throw VirshError(
        .missing, "\(program ?? "virsh") is not there; install it with: apt-get install libvirt-clients")
    }
    self.uri = uri
    self.program = file
    self.timeout = timeout
  }

  /// What starts it: a program and its arguments.
  func invocation(_ arguments: [String]) -> (path: String, arguments: [String]) {
    (Self.env, ["LC_ALL=C", program, "-c", uri] + arguments)
  }

  /// Runs it to its end.
  ///
  /// - Returns: what it said, standard error included, without space around it.
  func run(_ arguments: [String], timeout limit: Double? = nil) throws(VirshError) -> String {
    let command = arguments.joined(separator: " ")
    let limit = limit ?? timeout
    let result = try start(arguments, command, limit)
    guard result.status != 128 + 9 else {
      throw VirshError(
        .timeLimit,
        "virsh \(command) at \(uri) gave no answer within \(limit) s and was killed; the daemon there hangs, or asks for a password"
      )
    }
    guard result.status == 0 else { throw VirshError(output: result.output, of: command, at: uri) }
    return result.output
  }

  private func start(_ arguments: [String], _ command: String, _ limit: Double) throws(VirshError)
    -> HelperProgram.Result
  {
    let words = invocation(arguments)
    do {
      return try HelperProgram.run(words.path, words.arguments, timeout: limit)
    } catch {
      throw VirshError(.refused, "virsh \(command) at \(uri): \(error)")
    }
  }

  /// What a parser made of an answer.
  func understood<Value>(_ value: Value?, _ output: String, of command: String) throws(VirshError) -> Value {
    guard let value else {
      throw VirshError(
        .unreadable, "virsh \(command) at \(uri) said what is not understood: \(output.prefix(200))")
    }
    return value
  }
}
