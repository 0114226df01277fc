public import Platform

/// Another node that answers a benchmark, and what the two nodes are called in the result.
public struct PeerNode: Codable, Sendable, Equatable {
  /// Its address in numbers: `10.77.0.2`, `fe80::1%eth0`.
  public var host: String
  /// The port at which it answers.
  public var port: UInt16
  /// The label `from`: this node.
  public var from: String
  /// The label `to`: that node.
  public var to: String

  /// A node at an address.
  public init(_ address: NetworkAddress, from: String, to: String) {
    host = address.host
    port = address.port
    self.from = from
    self.to = to
  }

  /// The labels of everything that is measured.
  public var labels: [String: String] { ["from": from, "to": to] }

  /// As an option of the command that measures to it: `--to 10.77.0.2:9707`.
  public var option: String { "--to \(host.contains(":") ? "[\(host)]" : host):\(port)" }

  /// Where it answers.
  ///
  /// - Throws: `NetworkAddress.Unknown` where `host` is no address.
  public func address() throws(NetworkAddress.Unknown) -> NetworkAddress {
    try NetworkAddress(numeric: host, port: port)
  }
}
