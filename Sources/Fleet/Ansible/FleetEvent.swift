internal import FoundationEssentials

/// One event of a play, as our callback plugin writes it.
public struct FleetEvent: Sendable, Equatable {
  /// What happened.
  public enum Kind: String, Sendable {
    /// A task began on a node.
    case start
    /// It ended well.
    case ok
    /// It failed, and the node is out.
    case failed
    /// It failed, and that does not matter to the play.
    case ignored
    /// Ansible does not reach the node.
    case unreachable
    /// The task was not for this node.
    case skipped
    /// One turn of a task with a loop ended.
    case item
    /// One turn failed.
    case itemFailed = "item-failed"
    /// How a node stands at the end.
    case stats
    /// The play is over.
    case end
  }

  /// What happened.
  public var kind: Kind
  /// When, in seconds since 1970 by the controller's clock.
  public var time: Double
  /// The node, as the inventory calls it; empty at the end.
  public var host: String
  /// The step: the task's name in front of " | ".
  public var step: String
  /// The rest of the task's name.
  public var task: String
  /// What Ansible or the task said; never a variable, nothing of a task with no_log.
  public var message: String?
  /// The exit code of a command.
  public var code: Int?
  /// The last lines of its standard error.
  public var errors: [String]
  /// What the role printed for people.
  public var output: [String]
  /// The turn of a loop.
  public var item: String?

  /// Decodes one line.
  ///
  /// - Returns: nil for a kind that this version does not know.
  /// - Throws: `FleetFailure` where it is no event at all.
  public static func decode(_ line: String) throws -> FleetEvent? {
    do {
      let form = try JSONDecoder().decode(Form.self, from: Data(line.utf8))
      guard let kind = Kind(rawValue: form.event) else { return nil }
      return FleetEvent(
        kind: kind, time: form.time, host: form.host ?? "", step: form.step ?? "", task: form.task ?? "",
        message: form.message, code: form.code, errors: form.errors ?? [], output: form.output ?? [],
        item: form.item)
    } catch is DecodingError {
      throw FleetFailure(
        "Ansible's events cannot be read at \"\(line.prefix(80))\"; see ansible.log beside the results")
    }
  }

  private struct Form: Decodable {
    var event: String
    var time: Double
    var host: String?
    var step: String?
    var task: String?
    var message: String?
    var code: Int?
    var errors: [String]?
    var output: [String]?
    var item: String?
  }
}
