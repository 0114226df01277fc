import Synchronization

/// Counts calls from any thread.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  /// Calls so far, this one included.
  @discardableResult
  func next() -> Int { value.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue }

  var count: Int { value.load(ordering: .acquiring) }
}
