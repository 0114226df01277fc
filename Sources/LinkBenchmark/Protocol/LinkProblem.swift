internal import Platform

/// The other side of a link did not do its part: who, what, what to do. One line.
public struct LinkProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  init(_ description: String) { self.description = description }

  /// Nobody there, or no way there.
  static func unreachable(_ peer: String, _ error: SystemError) -> LinkProblem {
    error.isTimeout
      ? silent(peer)
      : LinkProblem(
        "nobody answers at \(peer): \(error.cause); start 'assay link --serve' on that node, and let its port through its firewall"
      )
  }

  /// It takes what is sent, and says nothing; or it takes nothing.
  static func silent(_ peer: String) -> LinkProblem {
    LinkProblem(
      "\(peer) does not answer in time: it measures with somebody else, is no 'assay link --serve', or a firewall drops what is sent"
    )
  }

  /// It says something that no link server says.
  static func foreign(_ peer: String, _ said: [UInt8]) -> LinkProblem {
    LinkProblem(
      said.isEmpty
        ? "\(peer) closed the connection without an answer: it is no link server of assay, or it has ended; start 'assay link --serve' there"
        : "\(peer) is no link server of assay: it says '\(printable(said))'; start 'assay link --serve' there and name its port"
    )
  }

  /// It did not accept a request.
  static func denied(_ peer: String, _ reply: LinkReply) -> LinkProblem? {
    switch reply.status {
    case .accepted: nil
    case .busy: LinkProblem("\(peer) measures with somebody else; try again when that is done")
    case .version:
      LinkProblem(
        "\(peer) speaks version \(reply.version) of the link protocol, this is version \(LinkFrames.version): take the same assay on both nodes"
      )
    case .refused:
      LinkProblem(
        "\(peer) refuses this measurement: at most \(LinkRequest.mostStreams) streams and \(Int(LinkRequest.longest)) s are taken"
      )
    }
  }

  /// The connection broke while measuring.
  static func lost(_ peer: String, _ cause: String) -> LinkProblem {
    LinkProblem(
      "the connection to \(peer) was lost in mid-measurement: \(cause); see whether 'assay link --serve' still runs there"
    )
  }

  /// What it says of a measurement cannot be.
  static func wrong(_ peer: String, _ what: String) -> LinkProblem {
    LinkProblem("what \(peer) answers cannot be: \(what); take the same assay on both nodes")
  }

  /// What a stranger said, as far as it can be shown.
  private static func printable(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(16).map { (32..<127).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
  }
}
