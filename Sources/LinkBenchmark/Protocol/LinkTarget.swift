public import Platform

/// The other node of a link: where its server answers, and what the two nodes are called in the result.
public struct LinkTarget: Codable, Sendable, Equatable {
  /// The server's address in numbers: `10.77.0.2`, `fe80::1%eth0`.
  public var host: String
  /// The server's port.
  public var port: UInt16
  /// The label `from`: this node.
  public var from: String
  /// The label `to`: the server's node.
  public var to: String

  /// A node at an address.
  public init(_ address: NetworkAddress, from: String, to: String) {
    host = address.host
    port = address.port
    self.from = from
    self.to = to
  }

  /// The labels of everything that is measured.
  var labels: [String: String] { ["from": from, "to": to] }

  /// A client of the server there.
  func client() throws -> LinkClient { LinkClient(try NetworkAddress(numeric: host, port: port)) }
}
