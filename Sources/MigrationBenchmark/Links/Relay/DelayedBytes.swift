internal import Platform

/// Bytes under way: read from one socket, to be written to another when they are due.
struct DelayedBytes {
  private struct Mark {
    /// Position in the stream right after the last byte that is due then.
    let end: UInt64
    let due: UInt64
  }

  private static let segmentBytes = 256 << 10
  private static let mostMarks = 4096

  // Bytes from `head` in the first segment to `tail` in the last.
  private var segments: [[UInt8]] = []
  private var spare: [UInt8]?
  private var head = 0
  private var tail = 0
  private var received: UInt64 = 0
  private var sent: UInt64 = 0
  private var marks: [Mark] = []
  private var firstMark = 0

  /// Bytes in it.
  var count: Int { Int(received - sent) }

  /// Whether it takes more: many small pieces would take more memory than their bytes.
  var takesMore: Bool { marks.count - firstMark < Self.mostMarks }

  /// When the first are due; nil without any.
  var nextDue: UInt64? { firstMark < marks.count ? marks[firstMark].due : nil }

  /// Reads once; `mark` must follow where something came.
  ///
  /// - Returns: how many bytes, 0 at the end, nil when there is nothing; and whether there may be more.
  mutating func receive(from socket: UnixSocket, most: Int) throws(SystemError) -> (count: Int?, isFull: Bool)
  {
    if segments.isEmpty || tail == Self.segmentBytes {
      segments.append(spare ?? [UInt8](repeating: 0, count: Self.segmentBytes))
      spare = nil
      tail = 0
    }
    let range = tail..<min(tail + most, Self.segmentBytes)
    let count = try socket.receive(into: &segments[segments.count - 1], at: range)
    tail += count ?? 0
    received += UInt64(count ?? 0)
    return (count, count == range.count)
  }

  /// Says when what was read last is due; never before what was read before it.
  mutating func mark(due: UInt64) { marks.append(Mark(end: received, due: due)) }

  /// Writes what is due.
  ///
  /// - Returns: how many bytes, and whether the socket would not take more.
  mutating func send(to socket: UnixSocket, at now: UInt64) throws(SystemError) -> (
    count: Int, isBlocked: Bool
  ) {
    let end = takeMarks(at: now)
    let before = sent
    while sent < end {
      let stop = segments.count == 1 ? tail : Self.segmentBytes
      guard let count = try socket.send(segments[0], at: head..<min(stop, head + Int(end - sent))) else {
        keepMark(end: end, due: now)
        return (Int(sent - before), true)
      }
      head += count
      sent += UInt64(count)
      if head == stop { dropFirst() }
    }
    return (Int(sent - before), false)
  }

  /// Where in the stream the bytes end that are due.
  private mutating func takeMarks(at now: UInt64) -> UInt64 {
    var end = sent
    while firstMark < marks.count, marks[firstMark].due <= now {
      end = marks[firstMark].end
      firstMark += 1
    }
    if firstMark == marks.count || firstMark >= Self.mostMarks {
      marks.removeFirst(firstMark)
      firstMark = 0
    }
    return end
  }

  /// What was due and did not fit stays due.
  private mutating func keepMark(end: UInt64, due: UInt64) {
    if firstMark > 0 {
      firstMark -= 1
      marks[firstMark] = Mark(end: end, due: due)
    } else {
      marks.insert(Mark(end: end, due: due), at: 0)
    }
  }

  /// The first segment is used up.
  private mutating func dropFirst() {
    head = 0
    if segments.count == 1 {
      tail = 0
    } else {
      spare = segments.removeFirst()
    }
  }
}
