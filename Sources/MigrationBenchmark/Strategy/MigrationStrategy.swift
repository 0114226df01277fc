public import VirtualMachine

/// How a migration is done.
public struct MigrationStrategy: Codable, Hashable, Sendable {
  /// The way; its raw value is the metric label `strategy`.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Copy while the guest runs, in rounds.
    case precopy
    /// The same, and slow the guest down until it converges.
    case autoConverge = "auto-converge"
    /// Send differences of pages.
    case xbzrle
    /// Several channels.
    case multifd
    /// Several channels, compressed by zstd.
    case multifdZstd = "multifd-zstd"
    /// Several channels, compressed by zlib.
    case multifdZlib = "multifd-zlib"
    /// The guest moves first, its pages follow.
    case postcopy
    /// The same, and pages that it waits for overtake the others.
    case postcopyPreempt = "postcopy-preempt"
  }

  /// The way.
  public var kind: Kind
  /// Seconds that the guest may stand still.
  public var downtimeLimit: Double
  /// Bytes a second; 0 is no limit.
  public var maxBandwidth: Double
  /// Channels of multifd.
  public var channels: Int

  /// A strategy with QEMU's usual limit.
  public init(_ kind: Kind, downtimeLimit: Double = 0.3, maxBandwidth: Double = 0, channels: Int = 2) {
    self.kind = kind
    self.downtimeLimit = downtimeLimit
    self.maxBandwidth = maxBandwidth
    self.channels = channels
  }

  /// What is turned on at both ends; nothing else may be on. `return-path` makes QEMU's own downtime a measured one.
  public var capabilities: [MigrationCapability: Bool] {
    var all: [MigrationCapability: Bool] = [.events: true, .returnPath: true]
    switch kind {
    case .precopy: break
    case .autoConverge: all[.autoConverge] = true
    case .xbzrle: all[.xbzrle] = true
    case .multifd, .multifdZstd, .multifdZlib: all[.multifd] = true
    case .postcopy: all[.postcopy] = true
    case .postcopyPreempt:
      all[.postcopy] = true
      all[.postcopyPreempt] = true
    }
    return all
  }

  /// What is set at both ends.
  ///
  /// A post-copy migration has a downtime limit of 0: it must not complete by itself before it is switched over.
  public var parameters: MigrationParameters {
    var parameters = MigrationParameters()
    parameters.downtimeLimit = isPostcopy ? 0 : UInt64((downtimeLimit * 1000).rounded())
    parameters.maxBandwidth = UInt64(maxBandwidth)
    if isPostcopy { parameters.maxPostcopyBandwidth = UInt64(maxBandwidth) }
    switch kind {
    case .multifd: parameters.multifdCompression = "none"
    case .multifdZstd: parameters.multifdCompression = "zstd"
    case .multifdZlib: parameters.multifdCompression = "zlib"
    case .precopy, .autoConverge, .xbzrle, .postcopy, .postcopyPreempt: return parameters
    }
    parameters.multifdChannels = channels
    return parameters
  }

  /// Whether the guest moves before its pages.
  public var isPostcopy: Bool { kind == .postcopy || kind == .postcopyPreempt }

  /// The first QEMU that can do it. All need a socket that is inherited (2.12); multifd got its name and its format in
  /// 4.0 and its compression in 5.0; preempt came with 7.1 (the QEMU project's change logs).
  public var leastVersion: QEMUVersion {
    switch kind {
    case .precopy, .autoConverge, .xbzrle, .postcopy: QEMUVersion(2, 12)
    case .multifd: QEMUVersion(4, 0)
    case .multifdZstd, .multifdZlib: QEMUVersion(5, 0)
    case .postcopyPreempt: QEMUVersion(7, 1)
    }
  }
}
