/// The stages in which operators migrate a guest, in their order.
public enum Stage: String, Codable, Hashable, Sendable, CaseIterable {
  /// Versions, machine, processor, memory, link and memory errors, before anything is moved.
  case preCheck = "pre-check"
  /// The destination's QEMU is up, has its memory and listens.
  case reserve
  /// The guest's disk is copied, and followed from then on.
  case sync
  /// The guest moves.
  case migrate
  /// The guest beats as before, and its memory and disk are right.
  case healthCheck = "health-check"
  /// All of it once more, back to where the guest came from.
  case switchBack = "switch-back"

  /// The figures that its thresholds may bound.
  public var figures: [StageFigure] {
    switch self {
    case .preCheck: [.seconds, .roundTrip, .linkRate, .memoryLeft, .differences, .eccErrors]
    case .reserve: [.seconds, .memoryTaken]
    case .sync: [.seconds, .share]
    case .migrate: [.seconds, .blackout, .guestPause]
    case .healthCheck: [.seconds, .beatRate, .imageDifferences]
    case .switchBack: [.seconds, .share, .blackout]
    }
  }
}
