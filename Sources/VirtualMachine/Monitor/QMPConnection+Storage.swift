/// A block job as `query-block-jobs` has it.
public struct BlockJob: Sendable, Equatable, Decodable {
  /// The name that it was given.
  public let device: String
  /// Bytes done, and of how many; the latter grows with what is written meanwhile.
  public let offset, len: UInt64
  /// Whether a mirror has copied all, and follows every write from now on.
  public let ready: Bool

  /// The share that is done, 0 to 1: 1 where there is nothing to do.
  public var share: Double { len == 0 ? 1 : Double(offset) / Double(len) }
}

/// Storage that moves with a guest: a disk's node at the destination is written to over NBD by a mirror at the source
/// (QEMU's docs/interop/live-block-operations.rst, "Live storage migration").
extension QMPConnection {
  /// Begins to serve exports by NBD at an IPv4 address of this QEMU's network.
  public func startNBDServer(at host: String, port: UInt16) throws(MonitorError) {
    try execute("nbd-server-start", ["addr": Address(host, port)])
  }

  /// Exports a node under its own name, to be written to (QEMU 5.2).
  public func exportNode(_ node: String) throws(MonitorError) {
    struct Arguments: Encodable {
      var type = "nbd"
      let id, nodeName, name: String
      var writable = true
      enum CodingKeys: String, CodingKey {
        case type, id, name, writable
        case nodeName = "node-name"
      }
    }
    try execute("block-export-add", Arguments(id: "export-\(node)", nodeName: node, name: node))
  }

  /// Ends all exports and the server.
  public func stopNBDServer() throws(MonitorError) { try execute("nbd-server-stop") }

  /// Connects a node to an export of another QEMU.
  public func addNBDNode(_ node: String, to host: String, port: UInt16, export: String) throws(MonitorError) {
    struct Arguments: Encodable {
      var driver = "nbd"
      let nodeName, export: String
      let server: Server
      enum CodingKeys: String, CodingKey {
        case driver, export, server
        case nodeName = "node-name"
      }
    }
    let server = Server(host: host, port: "\(port)")
    try execute("blockdev-add", Arguments(nodeName: node, export: export, server: server))
  }

  /// Removes a node that nothing uses.
  public func removeNode(_ node: String) throws(MonitorError) {
    try execute("blockdev-del", ["node-name": node])
  }

  /// Begins to copy all of a node to another, and then to follow its writes.
  ///
  /// - Parameter job: its name.
  public func mirror(_ node: String, to target: String, job: String) throws(MonitorError) {
    struct Arguments: Encodable {
      let jobID, device, target: String
      var sync = "full"
      enum CodingKeys: String, CodingKey {
        case device, target, sync
        case jobID = "job-id"
      }
    }
    try execute("blockdev-mirror", Arguments(jobID: job, device: node, target: target))
  }

  /// The block jobs that run; one that has ended is not among them.
  public func queryBlockJobs() throws(MonitorError) -> [BlockJob] {
    try execute("query-block-jobs", giving: [BlockJob].self)
  }

  /// Ends a job. A mirror that is ready ends well, with both sides alike, unless it is forced.
  public func cancelBlockJob(_ job: String, force: Bool = false) throws(MonitorError) {
    struct Arguments: Encodable {
      let device: String
      let force: Bool
    }
    try execute("block-job-cancel", Arguments(device: job, force: force))
  }

  /// Waits until a job has ended, and tells how.
  ///
  /// - Returns: nil when it ended well, else QEMU's reason.
  public func awaitEnd(ofBlockJob job: String, within limit: Duration) throws(MonitorError) -> String? {
    struct Details: Decodable {
      let device: String
      let error: String?
      let offset, len: UInt64
    }
    let event = try event(named: "BLOCK_JOB_COMPLETED", within: limit) { event throws(MonitorError) in
      try event.data(as: Details.self).device == job
    }
    let details = try event.data(as: Details.self)
    if let error = details.error { return error }
    return details.offset == details.len ? nil : "it ended with \(details.len - details.offset) bytes to do"
  }

  /// Writes a byte over and over through a guest's device, as the guest does (`qemu-io`, which QEMU has for tests; it
  /// says on QEMU's standard output what it did, and here only why it did nothing: look at the disk).
  ///
  /// - Parameter device: the id that the device has on the command line.
  /// - Throws: `MonitorError.refused` in QEMU's words.
  public func write(_ byte: UInt8, at offset: Int, count: Int, toDevice device: String) throws(MonitorError) {
    let words = "qemu-io -d \(device) \"write -q -P \(byte) \(offset) \(count)\""
    let said = try execute("human-monitor-command", ["command-line": words], giving: String.self)
    if let reason = said.split(whereSeparator: \.isNewline).first {
      throw .refused(command: words, errorClass: "GenericError", reason: String(reason))
    }
  }

  /// `{"type": "inet", "data": {"host": …, "port": …}}`.
  private struct Address: Encodable {
    var type = "inet"
    let data: Host

    init(_ host: String, _ port: UInt16) { data = Host(host: host, port: "\(port)") }
  }

  private struct Host: Encodable {
    let host, port: String
  }

  private struct Server: Encodable {
    var type = "inet"
    let host, port: String
  }
}
