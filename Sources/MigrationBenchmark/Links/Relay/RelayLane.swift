internal import Platform

/// One direction of a connection.
struct RelayLane {
  private let origin: UnixSocket
  private let target: UnixSocket
  private let shape: LaneShape
  private var bytes = DelayedBytes()
  // Of the end that was read; it follows the last byte.
  private var endDue: UInt64?
  // The target would not take more.
  private var isBlocked = false
  // The last reading left something there, as far as one can tell.
  private var leftSome = false
  private var readPlace: Int?
  private var writePlace: Int?
  /// Whether its end was passed on.
  private(set) var isDone = false

  init(from origin: UnixSocket, to target: UnixSocket, shape: LaneShape) {
    self.origin = origin
    self.target = target
    self.shape = shape
  }

  private var hasRoom: Bool { endDue == nil && bytes.takesMore && bytes.count < shape.capacity }

  /// Adds what it waits for.
  ///
  /// Sockets that nothing is wanted of are left out, for the kernel would report those whose other side is gone again
  /// and again.
  ///
  /// - Returns: when it has to be looked at again in any case.
  mutating func prepare(_ set: inout SocketSet, _ bucket: TokenBucket, now: UInt64) -> UInt64? {
    (readPlace, writePlace) = (nil, nil)
    if isDone { return nil }
    var wake: UInt64?
    if hasRoom {
      if bucket.spent > now { wake = bucket.spent } else { readPlace = set.add(origin, for: .reading) }
    }
    if isBlocked {
      writePlace = set.add(target, for: .writing)
    } else if let due = bytes.nextDue ?? endDue {
      wake = min(wake ?? due, due)
    }
    return wake
  }

  /// Reads and writes what can be now.
  ///
  /// - Returns: bytes that the target took.
  mutating func move(_ set: SocketSet, _ bucket: inout TokenBucket) -> Int {
    if isDone { return 0 }
    read(isReady: readPlace.map(set.isReady) ?? false, &bucket)
    if isBlocked, !(writePlace.map(set.isReady) ?? false) { return 0 }
    return write()
  }

  private mutating func read(isReady: Bool, _ bucket: inout TokenBucket) {
    let now = Clock.now()
    guard hasRoom else {
      // The target keeps it, not the bucket: no grace for that.
      leftSome = false
      return
    }
    guard bucket.spent <= now, isReady || leftSome else { return }
    do {
      let most = min(shape.piece, shape.capacity - bytes.count)
      let (count, isFull) = try bytes.receive(from: origin, most: most)
      switch count {
      case nil: break
      case 0: endDue = now + shape.delay
      case let count?:
        bytes.mark(due: bucket.pass(count, at: now, hasWaited: leftSome) + shape.delay)
      }
      leftSome = isFull
    } catch {
      // The origin went away with something unread: the end, for the other side.
      endDue = now + shape.delay
    }
  }

  private mutating func write() -> Int {
    let now = Clock.now()
    do {
      let (count, blocked) = try bytes.send(to: target, at: now)
      isBlocked = blocked
      if let endDue, bytes.count == 0, endDue <= now {
        target.endWriting()
        isDone = true
      }
      return count
    } catch {
      // Nobody will read it: the origin shall know.
      origin.endReading()
      target.endWriting()
      isDone = true
      return 0
    }
  }
}
