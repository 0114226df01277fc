public import Platform

/// QEMU's monitor: commands, their answers, and the events in between, by JSON lines over a socket. Every wait has a
/// limit. For one thread; others may kill the process meanwhile, which ends the wait.
public final class QMPConnection {
  /// How long a command may take that QEMU answers at once.
  public static let usualLimit: Duration = .seconds(10)

  /// How long QEMU may take to end after it closed its monitor.
  private static let longestEnd: Duration = .seconds(5)

  /// Of what QEMU said before it ended.
  private static let lastLines = 12

  private let socket: UnixSocket
  private let process: (any GuestProcess)?
  private var lines: QMPLines
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Read, and not yet looked at; oldest first.
  private var messages: [QMPMessage] = []
  /// Events that nobody asked for yet; oldest first.
  private var events: [QMPEvent] = []
  private var lastID = 0

  /// Speaks to QEMU over a connected socket.
  ///
  /// - Parameter process: what is at the other end; its last words explain an end.
  public init(_ socket: UnixSocket, of process: (any GuestProcess)?) {
    self.socket = socket
    self.process = process
    lines = QMPLines()
  }

  /// Waits for the greeting and leaves negotiation mode: before any command.
  ///
  /// - Returns: the version that QEMU greets with.
  public func negotiate(within limit: Duration = usualLimit) throws(MonitorError) -> QEMUVersion {
    let wait = Wait("greeting", limit)
    guard case .greeting(let version) = try next(wait) else {
      throw .nonsense(awaited: wait.awaited, detail: "something else came first")
    }
    try execute("qmp_capabilities", within: limit)
    return version
  }

  // MARK: Commands

  /// Executes a command and waits for its answer; events that come meanwhile are kept.
  ///
  /// - Throws: `MonitorError`: `refused` when QEMU says no.
  public func execute<Value: Decodable>(
    _ command: String, _ arguments: some Encodable, giving type: Value.Type,
    within limit: Duration = usualLimit
  ) throws(MonitorError) -> Value {
    let wait = Wait("answer to \(command)", limit)
    lastID += 1
    try send(Command(execute: command, arguments: arguments, id: lastID), wait)
    while true {
      switch try next(wait) {
      case .event(let event):
        events.append(event)
      case .refusal(let id, let errorClass, let reason) where id == lastID || id == nil:
        throw .refused(command: command, errorClass: errorClass, reason: reason)
      case .value(let id, let line) where id == lastID:
        do { return try QMPText.decode(Answer<Value>.self, from: line).return } catch {
          throw .nonsense(awaited: wait.awaited, detail: QMPMessage.Nonsense(line).detail)
        }
      case .refusal, .value:
        // The late answer to a command whose time was over.
        continue
      case .greeting:
        throw .nonsense(awaited: wait.awaited, detail: "a second greeting")
      }
    }
  }

  /// Executes a command without arguments.
  public func execute<Value: Decodable>(
    _ command: String, giving type: Value.Type, within limit: Duration = usualLimit
  ) throws(MonitorError) -> Value {
    try execute(command, Nothing(), giving: type, within: limit)
  }

  /// Executes a command whose answer says nothing but that it was done.
  public func execute(
    _ command: String, _ arguments: some Encodable, within limit: Duration = usualLimit
  ) throws(MonitorError) {
    _ = try execute(command, arguments, giving: Nothing.self, within: limit)
  }

  /// Executes a command without arguments whose answer says nothing but that it was done.
  public func execute(_ command: String, within limit: Duration = usualLimit) throws(MonitorError) {
    try execute(command, Nothing(), within: limit)
  }

  // MARK: Events

  /// The first event, of those that nobody took yet, that has this name and satisfies `condition`; waits for it.
  /// Others are kept.
  public func event(
    named name: String, within limit: Duration,
    where condition: (QMPEvent) throws(MonitorError) -> Bool = { _ in true }
  ) throws(MonitorError) -> QMPEvent {
    for (index, event) in events.enumerated() where event.name == name {
      if try condition(event) { return events.remove(at: index) }
    }
    let wait = Wait("event \(name)", limit)
    while true {
      guard case .event(let event) = try next(wait) else { continue }
      if event.name == name, try condition(event) { return event }
      events.append(event)
    }
  }

  /// All events that have come and that nobody took; does not wait.
  public func takeEvents() throws(MonitorError) -> [QMPEvent] {
    while true {
      if messages.isEmpty {
        guard try isReadable() else { break }
      }
      if case .event(let event) = try next(Wait("event", Self.usualLimit)) { events.append(event) }
    }
    defer { events = [] }
    return events
  }

  private func isReadable() throws(MonitorError) -> Bool {
    do { return try socket.waitToRead(until: .after(.zero)) } catch { throw .system(error) }
  }

  // MARK: The wire

  /// What is waited for, in words, and until when.
  private struct Wait {
    let awaited: String
    let limit: Duration
    let deadline: Deadline

    init(_ awaited: String, _ limit: Duration) {
      self.awaited = awaited
      self.limit = limit
      deadline = .after(limit)
    }
  }

  private struct Nothing: Codable {}

  private struct Command<Arguments: Encodable>: Encodable {
    let execute: String
    let arguments: Arguments
    let id: Int
  }

  private struct Answer<Value: Decodable>: Decodable {
    let `return`: Value
  }

  private func send(_ command: Command<some Encodable>, _ wait: Wait) throws(MonitorError) {
    let line: [UInt8]
    do { line = try QMPText.encode(command) } catch {
      throw .nonsense(awaited: wait.awaited, detail: "the command cannot be written as JSON: \(error)")
    }
    do { try socket.write(line, until: wait.deadline) } catch { throw failure(error, wait) }
  }

  /// The next message.
  private func next(_ wait: Wait) throws(MonitorError) -> QMPMessage {
    while messages.isEmpty {
      let count: Int
      do { count = try socket.read(into: &buffer, until: wait.deadline) } catch { throw failure(error, wait) }
      let arrival = Clock.now()
      if count == 0 { throw ended(wait) }
      do {
        for line in try lines.add(buffer[..<count]) {
          messages.append(try QMPMessage(line, arrival: arrival))
        }
      } catch let error as QMPMessage.Nonsense {
        throw .nonsense(awaited: wait.awaited, detail: error.detail)
      } catch {
        throw .nonsense(awaited: wait.awaited, detail: "a line of more than \(QMPLines.usualLimit) bytes")
      }
    }
    return messages.removeFirst()
  }

  private func failure(_ error: SystemError, _ wait: Wait) -> MonitorError {
    if error.isTimeout { return .timeLimit(awaited: wait.awaited, limit: wait.limit) }
    return error.isPeerGone ? ended(wait) : .system(error)
  }

  /// QEMU closes its monitor when it ends: the end itself follows at once.
  private func ended(_ wait: Wait) -> MonitorError {
    let end = process?.wait(until: .after(Self.longestEnd))
    return .ended(awaited: wait.awaited, end: end, lastLines: process?.lastLines(Self.lastLines) ?? [])
  }
}
