internal import Platform
internal import Experiment
internal import Host

/// How far a journal can be believed to be whole.
///
/// What it says of a write is true whenever it got to the disk; what it does not say may have been lost with the memory
/// of a machine that went down, and is unknown then, never lost.
public enum JournalCertainty: Sendable, Equatable, Codable {
  /// It is whole: the machine was not restarted since, and the kernel outlives the writer.
  case whole
  /// Restarted since; each acknowledgement was on the disk before the next write was begun.
  case allButTheLast
  /// Restarted since; whole up to the last flush, in seconds since 1970.
  case upTo(UInt32)

  /// How far a journal can be believed.
  ///
  /// - Parameters:
  ///   - shape: what the journal says of itself.
  ///   - flushedAt: when its last flush began, in seconds since 1970.
  ///   - boot: the boot of the one who asks; nil when unknown.
  init(of shape: JournalShape, flushedAt: UInt32, boot: String?) {
    self =
      if !shape.boot.isEmpty && shape.boot == boot {
        .whole
      } else if shape.promises {
        .allButTheLast
      } else {
        .upTo(flushedAt)
      }
  }

  /// The kernel's name for the time since the machine was started; nil when it does not tell.
  static var boot: String? { HostRoot.live.text("proc/sys/kernel/random/boot_id") }

  /// What the reader must know, in one sentence without a full stop; nil where it is whole.
  var sentence: String? {
    switch self {
    case .whole: nil
    case .allButTheLast:
      "the machine was restarted since: unknown is what was acknowledged last of all, between two writes; "
        + "the journal knows all before"
    case .upTo(let seconds):
      "the machine was restarted since: the journal is certain up to its last flush, \(Timestamp.text(seconds)); "
        + "what was written after that is unknown"
    }
  }
}
