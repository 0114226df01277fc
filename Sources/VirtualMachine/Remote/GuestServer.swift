public import Platform

/// Holds the destinations of other nodes' migrations, one at a time: QEMU's monitor and the guest's beats go straight to
/// the node that ordered it.
///
///     let server = try GuestServer(at: NetworkAddress(numeric: "::", port: 9708), qemu, version: qemu.version(), choice)
///     let tally = try server.run(idleLimit: .seconds(600)) { line in … }
///
/// Nothing that comes is trusted: a guest is made of numbers that are checked, has no disk but its boot sector and no
/// network, and ends with the connection that ordered it, or with its time. But whoever reaches the port can have one.
public final class GuestServer: Sendable {
  /// A client speaks at once; who is silent for longer is none.
  private static let greeting = Duration.seconds(2)
  /// Between two looks at QEMU.
  private static let pause = Duration.milliseconds(20)

  private let listener: NetworkListener
  private let qemu: QEMU
  /// What clients are told.
  public let host: GuestHost

  /// Listens; migrations will arrive at the port after it.
  ///
  /// - Throws: what `NetworkListener` throws; `TwinError` of kind `badRequest` without a port after it.
  public init(at address: NetworkAddress, _ qemu: QEMU, version: QEMUVersion, _ choice: AcceleratorChoice)
    throws
  {
    listener = try NetworkListener(at: address)
    self.qemu = qemu
    guard listener.address.port < UInt16.max else {
      throw TwinError(
        .badRequest, "there is no port after \(listener.address.port) for migrations; take a lower one")
    }
    host = GuestHost(
      version: version.description, accelerator: choice.accelerator, reason: choice.reason,
      migrationPort: listener.address.port + 1)
  }

  /// Where it listens, with the port that was taken.
  public var address: NetworkAddress { listener.address }

  /// Who holds guests at an address.
  ///
  /// - Throws: where no guest server of this version answers, with what to do.
  public static func look(at address: NetworkAddress) throws -> GuestHost {
    try RemoteGuest.look(at: address)
  }

  /// Answers until nobody came for so long, or until `stop()`. From a thread that lives until then: the kernel ends a
  /// guest with the thread that started it.
  ///
  /// - Parameter said: gets a line about each guest, and about who was turned away.
  /// - Throws: when no connection can be accepted any more.
  public func run(idleLimit: Duration, said: (String) -> Void) throws(SystemError) -> NetworkListener.Tally {
    try listener.serve(idleLimit: idleLimit, said: said) { connection in
      do { return try serve(connection) } catch {
        throw GuestLine.Foreign(description: "\(connection.peer): \(error)")
      }
    }
  }

  /// Ends `run` once the guest that is held is gone.
  public func stop() { listener.shutDown() }

  /// One connection, and those that belong to it.
  ///
  /// - Returns: what was done, for people; nil of a mere look.
  private func serve(_ connection: TCPConnection) throws -> String? {
    var control = try GuestLine(connection)
    switch try control.next(GuestRequest.self, until: .after(Self.greeting)) {
    case .look(GuestMessages.version):
      try control.send(GuestReply.present(host))
      return nil
    case .look(let version):
      throw try refuse(
        control, "version \(version) of the guest protocol is spoken there, and \(GuestMessages.version) here"
      )
    case .hold(let order):
      let options: BeaconGuest.Options
      do { options = try accepted(order) } catch { throw try refuse(control, "\(error)") }
      return try hold(options, for: order.seconds, &control)
    case .join, .clock, .file, .check: throw try refuse(control, "no guest is held for this connection")
    case nil: throw GuestLine.Foreign(description: "it connected and ordered nothing")
    }
  }

  private func refuse(_ control: GuestLine, _ reason: String) throws -> GuestLine.Foreign {
    try control.send(GuestReply.refused(reason))
    return GuestLine.Foreign(description: "turned away: \(reason)")
  }

  private func accepted(_ order: GuestOrder) throws(TwinError) -> BeaconGuest.Options {
    guard order.accelerator == host.accelerator else {
      throw TwinError(
        .badRequest,
        "guests run by \(host.accelerator.rawValue) here (\(host.reason)), and by \(order.accelerator.rawValue) there: a "
          + "guest can only move between two of a kind")
    }
    let options = try order.options(qemu: qemu.path)
    try BeaconRoom.check(guests: 1, megabytes: options.megabytes)
    return options
  }

  /// A guest, from its start to its end.
  private func hold(_ options: BeaconGuest.Options, for seconds: Double, _ control: inout GuestLine) throws
    -> String
  {
    let deadline = Deadline.after(.seconds(seconds))
    let ticket =
      String(UInt64.random(in: 0 ... .max), radix: 16) + String(UInt64.random(in: 0 ... .max), radix: 16)
    try control.send(GuestReply.ticket(ticket))
    let channels = try gather(ticket)
    let medium: BootMedium
    let child: ChildProcess
    do {
      (child, medium) = try BeaconGuest.launch(
        .destination, options, qemu, monitor: channels.monitor, beats: channels.beats)
    } catch { throw try refuse(control, "\(error)") }
    defer {
      child.kill()
      withExtendedLifetime(medium) {}
    }
    try control.send(GuestReply.running(path: child.path, identifier: child.identifier))
    var file: MemoryFile?
    while !deadline.isOver {
      if let end = child.ended {
        try control.send(GuestReply.ended(end, lines: child.lastLines()))
        return "\(control.peer): QEMU \(end)"
      }
      guard try control.hasNews(until: .after(Self.pause)) else { continue }
      guard let request = try control.next(GuestRequest.self) else {
        return "\(control.peer): a guest was held"
      }
      try control.send(answer(request, options.settings, &file))
    }
    return "\(control.peer): its guest was ended after \(Int(seconds)) s"
  }

  private func answer(_ request: GuestRequest, _ settings: BeaconSettings, _ file: inout MemoryFile?)
    -> GuestReply
  {
    switch request {
    case .clock: return .clock(Clock.realTime())
    case .file:
      do {
        let made = try MemoryFile()
        file = made
        return .file(made.pathForOthers)
      } catch { return .unread("\(error)") }
    case .check:
      guard let written = file else { return .unread("no pages were asked for") }
      do {
        return .right(try BeaconMemory.verify(try written.last(settings.memory.count), settings))
      } catch let damage as BeaconMemory.Damage { return .wrong(damage) } catch { return .unread("\(error)") }
    case .look, .hold, .join: return .unread("a guest is held already")
    }
  }

  /// The guest's other connections, for QEMU alone: they end with it.
  private func gather(_ ticket: String) throws -> (monitor: InheritedDescriptor, beats: InheritedDescriptor) {
    var found: [GuestChannel: InheritedDescriptor] = [:]
    let deadline = Deadline.after(GuestLine.patience)
    while found.count < GuestChannel.allCases.count {
      guard let connection = try listener.next(until: deadline) else {
        throw GuestLine.Foreign(description: "it ordered a guest and did not bring its connections")
      }
      // A stranger is no reason to let the client wait for nothing: it may come next.
      guard var line = try? GuestLine(connection),
        let request = try? line.next(GuestRequest.self, until: .after(Self.greeting))
      else { continue }
      guard case .join(ticket: ticket, channel: let channel) = request else {
        try? line.send(GuestReply.refused("a guest is held for another node; try again when it is gone"))
        continue
      }
      found[channel] = try connection.inherited()
    }
    guard let monitor = found[.monitor], let beats = found[.beats] else {
      throw GuestLine.Foreign(description: "it brought one connection twice")
    }
    return (monitor, beats)
  }
}
