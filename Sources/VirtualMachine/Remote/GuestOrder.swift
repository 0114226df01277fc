/// A guest that another node is asked to hold: the destination of a migration.
public struct GuestOrder: Codable, Sendable, Equatable {
  /// Seconds that a guest may be held at most.
  static let mostSeconds = 86_400.0
  /// MiB that a guest may be asked to have at most: 16 TiB. Whether there is room for it is looked at besides.
  static let mostMegabytes = 1 << 24

  /// Seconds from one beat to the next.
  public var interval: Double
  /// Pages that it writes to in turn.
  public var pages: Int
  /// Pages written a beat.
  public var pagesPerBeat: Double
  /// Words of a page that are filled with what does not compress.
  public var filledWords: Int
  /// Its memory in MiB.
  public var megabytes: Int
  /// What runs its instructions: the same at both ends.
  public var accelerator: Accelerator
  /// After which it is ended, whatever becomes of the one who ordered it.
  public var seconds: Double

  /// The other end of a guest here.
  ///
  /// - Throws: `TwinError` of kind `badRequest` for a guest that boots Linux: its kernel is here and not there.
  init(_ options: BeaconGuest.Options, seconds: Double) throws(TwinError) {
    guard options.system == .beacon, options.additions.isEmpty else {
      throw TwinError(
        .badRequest,
        "only the guest of our own moves to another node; a guest that boots Linux stays on one host")
    }
    interval = options.settings.interval
    pages = options.settings.pages
    pagesPerBeat = options.settings.pagesPerBeat
    filledWords = options.settings.filledWords
    megabytes = options.megabytes
    accelerator = options.accelerator
    self.seconds = seconds
  }

  /// What it is made of, checked: it comes from somebody else.
  ///
  /// - Throws: `TwinError` of kind `badRequest` that names what is out of range.
  func options(qemu: String) throws(TwinError) -> BeaconGuest.Options {
    guard seconds > 0, seconds <= Self.mostSeconds else {
      throw TwinError(
        .badRequest, "a guest cannot be held for \(seconds) s; choose up to \(Int(Self.mostSeconds)) s")
    }
    guard (1...Self.mostMegabytes).contains(megabytes) else {
      throw TwinError(
        .badRequest, "a guest cannot have \(megabytes) MiB; choose 1 to \(Self.mostMegabytes)")
    }
    let settings = try BeaconSettings(
      interval: interval, pages: pages, pagesPerBeat: pagesPerBeat, filledWords: filledWords)
    return BeaconGuest.Options(
      settings, megabytes: megabytes, accelerator: accelerator, qemuPath: qemu)
  }
}

/// A node that holds guests for others.
public struct GuestHost: Codable, Sendable, Equatable {
  /// Its QEMU's version.
  public var version: String
  /// What runs guests there.
  public var accelerator: Accelerator
  /// How that is known.
  public var reason: String
  /// The port at which migrations arrive.
  public var migrationPort: UInt16
}
