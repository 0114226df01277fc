extension NetworkListener {
  /// What a server has done.
  public struct Tally: Sendable, Equatable {
    /// Connections that were answered.
    public var answered = 0
    /// Connections that came to nothing.
    public var failed = 0

    /// Of a server.
    public init(answered: Int = 0, failed: Int = 0) {
      self.answered = answered
      self.failed = failed
    }
  }

  /// Answers one connection after the other until nobody came for so long, or until `shutDown()`; others wait in the
  /// listener's queue meanwhile.
  ///
  /// - Parameters:
  ///   - said: gets a line about each answer, and about who was turned away.
  ///   - answer: gives that line, nil where there is nothing to say; what it throws is said, and the next one is answered.
  /// - Throws: when no connection can be accepted any more.
  public func serve(
    idleLimit: Duration, said: (String) -> Void, _ answer: (TCPConnection) throws -> String?
  ) throws(SystemError) -> Tally {
    var tally = Tally()
    var idle = Deadline.after(idleLimit)
    while let connection = try next(until: idle) {
      do {
        if let line = try answer(connection) { said(line) }
        tally.answered += 1
        idle = Deadline.after(idleLimit)
      } catch {
        tally.failed += 1
        said("\(error)")
      }
    }
    return tally
  }

  /// The next connection; nil at the deadline, however many strangers come, and after `shutDown()`.
  ///
  /// - Throws: when none can be accepted any more.
  public func next(until deadline: Deadline) throws(SystemError) -> TCPConnection? {
    if deadline.isOver { return nil }
    do throws(SystemError) { return try accept(until: deadline) } catch {
      // EINVAL: told to stop.
      if error.isTimeout || error.isInvalid { return nil }
      throw error
    }
  }
}
