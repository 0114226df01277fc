internal import CPlatform
import Glibc
import Synchronization

/// A descriptor made to be given to one child: once the child has it, or could not be started, it is closed here, so
/// that the other side sees the child's end.
public final class InheritedDescriptor: Sendable {
  private let number: Mutex<Int32?>

  /// Takes over an open descriptor.
  init(owning number: Int32) { self.number = Mutex(number) }

  deinit { close() }

  /// The number, while it is open.
  func current(subject: String) throws(SystemError) -> Int32 {
    guard let number = number.withLock({ $0 }) else {
      throw SystemError(
        code: EBADF, operation: "give a descriptor that was given before to", subject: subject)
    }
    return number
  }

  /// Closes it; a second time does nothing.
  func close() {
    let open = number.withLock { held in
      defer { held = nil }
      return held
    }
    if let open { Glibc.close(open) }
  }
}
