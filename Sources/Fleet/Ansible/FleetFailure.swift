internal import Platform

/// What went wrong with a fleet: what, where, what to do. One line.
public struct FleetFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// A failure.
  public init(_ description: String) { self.description = description }
}

/// Why a node did not do a step, in one line, from what Ansible said.
enum FailureReason {
  /// Marks a line that the role itself wrote for people.
  static let mark = "assay: "

  static func text(of event: FleetEvent) -> String {
    if event.kind == .unreachable { return unreachable(event.message ?? "") }
    if let own = own(event) { return own }
    let said = [event.message, event.errors.last].compactMap { $0 }.joined(separator: "; ")
    for (sign, words) in known where said.contains(sign) { return "\(words) (\(last(said).prefix(120)))" }
    if let code = event.code {
      return "\(event.task) ended with code \(code): \(last(event.errors.last ?? said))"
    }
    return "\(event.task): \(last(said))"
  }

  /// The role's own words: in the message of a task that fails, or printed on the node.
  static func own(_ event: FleetEvent) -> String? {
    if let message = event.message, message.hasPrefix(mark) { return String(message.dropFirst(mark.count)) }
    return event.output.last.map { String($0.dropFirst(mark.count)) }
  }

  private static let known = [
    ("o space left on device", "disk full: make room on the node, or set assay_fleet_dir to another folder"),
    ("No space left", "disk full: make room on the node, or set assay_fleet_dir to another folder"),
    ("ermission denied", "no permission: set ansible_become for the node, or another assay_fleet_dir"),
    ("assword", "no permission: Ansible has no password for it; --ask-become-pass after --, or a vault"),
    (
      "expected time frame",
      "time limit: the node did not answer in time; raise --time-limit, or look at the node"
    ),
    ("/usr/bin/python", "tool missing: Ansible found no Python there; install python3"),
    ("ython interpreter", "tool missing: Ansible found no Python there; install python3"),
  ]

  private static func unreachable(_ message: String) -> String {
    let prefix = "Failed to connect to the host via ssh: "
    let said = message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
    let advice = "see to the node, its sshd and the network between"
    if said.contains("Shared connection to") { return "unreachable: the connection was lost; \(advice)" }
    return "unreachable: \(said.isEmpty ? "no reason was given" : last(said)); \(advice)"
  }

  private static func last(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).last.map { $0.trimmingSpace() } ?? ""
    return line.isEmpty ? "it said nothing; see ansible.log" : line
  }
}
