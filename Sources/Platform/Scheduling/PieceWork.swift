internal import CPlatform

/// One worker's memory and the pieces of work that it does on it: dependent loads, a read in order, computing.
@safe public struct PieceWork: @unchecked Sendable {
  // One thread works at a time; the meetings' words are touched only by atomic operations in C.
  private let buffer: MemoryBuffer
  private let start: UnsafeRawPointer
  private let workingSet: Int

  /// What was done.
  public struct Done: Sendable, Equatable {
    /// Pieces; the recorder has a latency for each.
    public var pieces: Int
    /// Seconds from the start of the first to the end of the last.
    public var seconds: Double
  }

  /// What a piece is: some 100 microseconds on a CPU of today, a tenth of them computing, the others memory.
  private enum Piece {
    static let chaseSteps = 512
    static let readBytes = 64 << 10
    static let computing: UInt32 = 15
    static let betweenMeetings: UInt32 = 8
  }

  /// Fewest bytes that a piece can be done on.
  public static let smallestWorkingSet = Piece.readBytes

  /// Prepares memory: writes to `workingSet` bytes of it.
  public init(in buffer: MemoryBuffer, workingSet: Int, seed: UInt64) {
    precondition(workingSet >= Self.smallestWorkingSet && workingSet <= buffer.byteCount)
    self.buffer = buffer
    self.workingSet = workingSet
    _ = PointerChase(in: buffer, workingSet: workingSet, seed: seed)
    unsafe start = UnsafeRawPointer(buffer.address)
  }

  /// Works on the calling thread for a time.
  ///
  /// - Parameters:
  ///   - seconds: how long.
  ///   - member: whose place in `meetings` it takes.
  ///   - recorder: where the time of each piece goes, waiting for the partner included.
  public func run(
    seconds: Double, as member: Int, of meetings: PairMeetings, into recorder: LatencyRecorder
  ) -> Done {
    var raw = unsafe assay_pieces(
      cell: start, chase_steps: Piece.chaseSteps, words: start.assumingMemoryBound(to: UInt64.self),
      word_count: workingSet / 8, read_words: Piece.readBytes / 8, compute: Piece.computing,
      between_meetings: Piece.betweenMeetings, own: meetings.word(of: member),
      partner: meetings.partner(of: member).map { unsafe meetings.word(of: $0) })
    var done = assay_pieces_done()
    unsafe assay_work_in_pieces(&raw, Clock.now() + UInt64(seconds * 1e9), recorder.histogram, &done)
    return Done(pieces: Int(done.pieces), seconds: Double(done.nanoseconds) * 1e-9)
  }
}

/// Where workers meet in pairs: 0 with 1, 2 with 3, and so on; an odd one out meets nobody. For one run of each.
@safe public final class PairMeetings: @unchecked Sendable {
  // Touched only by atomic operations in C.
  private let lines: UnsafeMutableRawPointer
  private let count: Int
  /// Two cache lines: the second is fetched with the first on some CPUs.
  private static let stride = 128

  /// Meetings of `count` workers.
  public init(count: Int) {
    precondition(count > 0)
    self.count = count
    unsafe lines = .allocate(byteCount: count * Self.stride, alignment: Self.stride)
    unsafe lines.initializeMemory(as: UInt8.self, repeating: 0, count: count * Self.stride)
  }

  deinit { unsafe lines.deallocate() }

  func word(of member: Int) -> UnsafeMutablePointer<UInt32> {
    precondition((0..<count).contains(member))
    return unsafe (lines + member * Self.stride).assumingMemoryBound(to: UInt32.self)
  }

  func partner(of member: Int) -> Int? {
    let partner = member ^ 1
    return partner < count ? partner : nil
  }
}
