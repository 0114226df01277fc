public import Platform
import Synchronization

/// Hears a beacon on a thread of its own, and keeps every beat with the time at which it came.
public final class BeatListener: Sendable {
  private let ear: Ear
  private let listener: DescriptorListener

  /// Begins to listen.
  ///
  /// - Parameter descriptor: this side of the pair of sockets that QEMU writes to; it is duplicated. Whatever its side
  ///   in QEMU sends until the end is taken at once, so that the guest never waits.
  /// - Throws: what `DescriptorListener` throws.
  public init(descriptor: Int32) throws(SystemError) {
    let ear = Ear()
    self.ear = ear
    listener = try DescriptorListener(to: descriptor) { bytes, time in ear.take(bytes, at: time) }
  }

  /// Begins to listen at one end of a connection, whose other end QEMU inherits.
  public init(to socket: UnixSocket) throws(SystemError) {
    let ear = Ear()
    self.ear = ear
    listener = try DescriptorListener(to: socket) { bytes, time in ear.take(bytes, at: time) }
  }

  /// The beats heard so far, in the order in which they came.
  public var beats: [Beat] { ear.heard.withLock { $0.beats } }

  /// What a guest that checks its memory itself (`LinuxGuest`) found wrong so far, in the order in which it came.
  public var damages: [GuestDamage] { ear.heard.withLock { $0.reader.damages } }

  /// Bytes heard that are no part of a record, the ones of a record that the end cut off included.
  public var skippedBytes: Int {
    ear.heard.withLock { $0.reader.skippedBytes + ($0.hasEnded ? $0.reader.pendingBytes : 0) }
  }

  /// Whether the other side is gone: QEMU has ended.
  public var hasEnded: Bool { ear.heard.withLock { $0.hasEnded } }

  /// Waits for a beat, of those heard already or to come.
  ///
  /// - Parameters:
  ///   - index: how many of the first beats are not looked at.
  ///   - seconds: how long.
  /// - Returns: the first for which `isWanted` says so; nil when the time is over or the other side is gone.
  public func beat(
    from index: Int = 0, within seconds: Double, where isWanted: (Beat) -> Bool = { _ in true }
  ) -> Beat? {
    let deadline = Clock.now() + UInt64(seconds * 1e9)
    var next = index
    while true {
      let seen = ear.progress.count
      let (news, hasEnded) = ear.heard.withLock { ($0.beats.dropFirst(next), $0.hasEnded) }
      if let beat = news.first(where: isWanted) { return beat }
      next += news.count
      if hasEnded || !ear.progress.wait(whileAt: seen, until: deadline) { return nil }
    }
  }

  /// Stops listening; what has come is heard before. More calls do nothing.
  public func stop() { listener.stop() }

  /// What the thread fills.
  private final class Ear: Sendable {
    struct Heard {
      var reader = BeaconReader()
      var beats: [Beat] = []
      var hasEnded = false
    }

    /// Beats of a minute: growing must not delay the next.
    private static let usualBeats = 60_000

    let heard = Mutex(Heard())
    let progress = AwaitedCount()

    init() { heard.withLock { $0.beats.reserveCapacity(Self.usualBeats) } }

    func take(_ bytes: ArraySlice<UInt8>, at time: UInt64) {
      let isNews = heard.withLock { heard in
        if bytes.isEmpty { heard.hasEnded = true }
        let beats = heard.reader.take(bytes, at: time)
        heard.beats += beats
        return heard.hasEnded || !beats.isEmpty
      }
      if isNews { progress.advance() }
    }
  }
}
