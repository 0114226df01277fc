internal import Platform
import Synchronization

/// What a relay's thread tells others.
final class RelayTally: Sendable {
  private let carried = Atomic<UInt64>(0)
  private let ended = Mutex<SystemError?>(nil)

  var carriedBytes: UInt64 { carried.load(ordering: .relaxed) }

  func add(_ bytes: Int) { carried.wrappingAdd(UInt64(bytes), ordering: .relaxed) }

  var failure: SystemError? { ended.withLock { $0 } }

  func end(with error: SystemError) { ended.withLock { $0 = error } }
}
