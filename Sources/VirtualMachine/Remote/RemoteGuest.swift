internal import Platform
internal import Synchronization

/// A QEMU that a guest server at another node holds: how it is asked about, and ended.
final class RemoteGuest: GuestProcess {
  /// How long the server may take to start QEMU, or to look at all of the guest's pages.
  private static let longestWork = Duration.seconds(60)

  let path: String
  let identifier: Int
  private let state: Mutex<State>

  private struct State: Sendable {
    var line: GuestLine
    var end: ChildEnd?
    var lastLines: [String] = []
    /// Whether nothing will come any more.
    var isOver = false
  }

  /// What the server did not say.
  struct Lost: Error, CustomStringConvertible {
    let description: String
  }

  /// Orders a guest, and brings its connections.
  ///
  /// - Throws: `TwinError` of kind `badRequest` when the server refuses it; `SystemError`, `Lost`, `GuestLine.Foreign`.
  static func order(_ order: GuestOrder, at address: NetworkAddress) throws -> (
    guest: RemoteGuest, monitor: UnixSocket, beats: UnixSocket
  ) {
    var control = try line(to: address)
    try control.send(GuestRequest.hold(order))
    guard case .ticket(let ticket) = try reply(&control) else { throw unexpected(control) }
    var sockets: [GuestChannel: UnixSocket] = [:]
    for channel in GuestChannel.allCases {
      let connection = try line(to: address)
      try connection.send(GuestRequest.join(ticket: ticket, channel: channel))
      sockets[channel] = connection.socket
    }
    guard case .running(let path, let identifier) = try reply(&control, within: longestWork),
      let monitor = sockets[.monitor], let beats = sockets[.beats]
    else { throw unexpected(control) }
    return (RemoteGuest(path, identifier, control), monitor, beats)
  }

  /// Who holds guests there.
  static func look(at address: NetworkAddress) throws -> GuestHost {
    var control = try line(to: address)
    try control.send(GuestRequest.look(version: GuestMessages.version))
    guard case .present(let host) = try reply(&control) else { throw unexpected(control) }
    return host
  }

  private init(_ path: String, _ identifier: Int, _ line: GuestLine) {
    self.path = path
    self.identifier = identifier
    state = Mutex(State(line: line))
  }

  deinit { terminate() }

  // MARK: As a process

  var ended: ChildEnd? { wait(until: .after(.zero)) }

  func wait(until deadline: Deadline) -> ChildEnd? {
    state.withLock { state in
      while !state.isOver, (try? state.line.hasNews(until: deadline)) == true {
        Self.hear(&state)
      }
      return state.end
    }
  }

  @discardableResult
  func terminate() -> ChildEnd? {
    state.withLock { state in
      // The server ends the guest, and itself the connection.
      state.line.socket.endWriting()
      while !state.isOver { Self.hear(&state) }
      return state.end
    }
  }

  func lastLines(_ count: Int) -> [String] { state.withLock { Array($0.lastLines.suffix(count)) } }

  /// What comes without having been asked for: its end.
  private static func hear(_ state: inout State) {
    do {
      switch try state.line.next(GuestReply.self) {
      case .ended(let end, let lines)?:
        state.end = end
        state.lastLines = lines
        state.isOver = true
      case nil:
        state.isOver = true
        if state.lastLines.isEmpty { state.lastLines = ["the connection to \(state.line.peer) ended"] }
      default: return
      }
    } catch {
      state.isOver = true
      state.lastLines = ["the connection to \(state.line.peer) broke: \(error)"]
    }
  }

  // MARK: Questions

  /// How far the node's time of day is ahead of this one's.
  func clockDifference() throws -> ClockDifference {
    try state.withLock { state in
      try ClockDifference {
        guard case .clock(let time) = try Self.ask(.clock, &state) else { throw Self.unexpected(state.line) }
        return time
      }
    }
  }

  /// Has the guest's pages written by its monitor, and looked at there.
  ///
  /// - Throws: `BeaconMemory.Damage`; `MonitorError`; `Lost`.
  func check(_ settings: BeaconSettings, by monitor: QMPConnection) throws -> BeaconMemory.State {
    let memory = settings.memory
    guard !memory.isEmpty else { return try BeaconMemory.verify([], settings) }
    return try state.withLock { state in
      guard case .file(let path) = try Self.ask(.file, &state) else { throw Self.unexpected(state.line) }
      try monitor.pmemsave(
        UInt64(memory.lowerBound), size: UInt64(memory.count), to: path, within: Self.longestWork)
      switch try Self.ask(.check, &state, within: Self.longestWork) {
      case .right(let found): return found
      case .wrong(let damage): throw damage
      case .unread(let reason):
        throw Lost(description: "\(state.line.peer) could not look at the guest's pages: \(reason)")
      default: throw Self.unexpected(state.line)
      }
    }
  }

  private static func ask(
    _ request: GuestRequest, _ state: inout State, within limit: Duration = GuestLine.patience
  ) throws -> GuestReply {
    try state.line.send(request)
    return try reply(&state.line, within: limit)
  }

  // MARK: The connection

  private static func line(to address: NetworkAddress) throws -> GuestLine {
    try GuestLine(TCPConnection.connect(to: address, until: .after(GuestLine.patience)))
  }

  private static func reply(_ line: inout GuestLine, within limit: Duration = GuestLine.patience) throws
    -> GuestReply
  {
    let next: GuestReply?
    do { next = try line.next(GuestReply.self, until: .after(limit)) } catch let error as SystemError
      where error.isPeerGone
    { next = nil }
    guard let reply = next else {
      throw Lost(
        description: "\(line.peer) ended the connection; is assay migration --serve of this version there?")
    }
    switch reply {
    case .refused(let reason): throw TwinError(.badRequest, "\(line.peer) says no: \(reason)")
    case .ended(let end, let lines):
      throw Lost(
        description: "QEMU at \(line.peer) \(end)"
          + (lines.isEmpty ? "" : ": \(lines.joined(separator: "; "))"))
    default: return reply
    }
  }

  private static func unexpected(_ line: GuestLine) -> Lost {
    Lost(
      description:
        "\(line.peer) answered something else than what it was asked; take the same version at both ends")
  }
}
