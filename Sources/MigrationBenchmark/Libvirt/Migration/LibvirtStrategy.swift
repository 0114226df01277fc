/// A strategy in libvirt's words.
public struct LibvirtStrategy: Sendable, Hashable, Codable {
  /// How the memory goes.
  public var strategy: MigrationStrategy
  /// Also copies the disks; without it both hosts must reach the same.
  public var copiesStorage = false
  /// The source's daemon speaks to the destination's itself; otherwise `virsh` speaks to both, and the
  /// migration ends when `virsh` does.
  public var isPeerToPeer = false
  /// A domain that is defined at the source is defined at the destination instead.
  public var movesDefinition = false
  /// Where QEMU's data goes (`tcp://10.0.0.2`), where it is not the destination's name.
  public var migrateURI: String?

  /// A strategy, without any of the choices.
  public init(_ strategy: MigrationStrategy) { self.strategy = strategy }

  /// The arguments of `virsh migrate`.
  ///
  /// Limits of the bandwidth are in whole MiB a second, rounded up. Post-copy overtakes its pages by itself
  /// where both sides' libvirt and QEMU can (`postcopy-preempt`): libvirt has no word for it.
  ///
  /// - Parameters:
  ///   - domain: its name or UUID.
  ///   - uri: of the destination, as who speaks to it sees it.
  public func arguments(domain: String, to uri: String) -> [String] {
    var words = ["migrate", "--live"]
    switch strategy.kind {
    case .precopy: break
    case .autoConverge: words.append("--auto-converge")
    case .xbzrle: words += ["--compressed", "--comp-methods", "xbzrle"]
    case .multifd: words += parallel(nil)
    case .multifdZstd: words += parallel("zstd")
    case .multifdZlib: words += parallel("zlib")
    case .postcopy, .postcopyPreempt: words += ["--postcopy", "--postcopy-after-precopy"]
    }
    if let limit = Self.mebibytes(strategy.maxBandwidth) {
      words += ["--bandwidth", "\(limit)"]
      if strategy.isPostcopy { words += ["--postcopy-bandwidth", "\(limit)"] }
    }
    if copiesStorage { words.append("--copy-storage-all") }
    if isPeerToPeer { words.append("--p2p") }
    if movesDefinition { words += ["--persistent", "--undefinesource"] }
    if let migrateURI { words += ["--migrateuri", migrateURI] }
    return words + ["--domain", domain, "--desturi", uri]
  }

  /// The lines for a shell: the limit of the downtime, then the migration.
  ///
  /// - Parameter source: the source's URI; nil for the default of `virsh`.
  public func command(domain: String, to uri: String, from source: String? = nil) -> String {
    let program = ["virsh"] + (source.map { ["-c", $0] } ?? [])
    let migration = Self.shell(program + arguments(domain: domain, to: uri))
    guard !strategy.isPostcopy else { return migration }
    let limit = "\(Self.milliseconds(strategy.downtimeLimit))"
    return Self.shell(program + ["migrate-setmaxdowntime", domain, limit]) + " && " + migration
  }

  private func parallel(_ compression: String?) -> [String] {
    ["--parallel", "--parallel-connections", "\(max(1, strategy.channels))"]
      + (compression.map { ["--compressed", "--comp-methods", $0] } ?? [])
  }

  /// Whole milliseconds, at least one: of none libvirt knows nothing.
  static func milliseconds(_ seconds: Double) -> Int {
    // QEMU's own bound, 2,000 s.
    Int(min(max(1, (seconds * 1000).rounded()), 2_000_000))
  }

  /// Whole MiB, rounded up; nil for no limit.
  static func mebibytes(_ bytes: Double) -> Int? {
    bytes > 0 ? Int(min((bytes / 1_048_576).rounded(.up), 1e9)) : nil
  }

  /// Words as a shell takes them.
  private static func shell(_ words: [String]) -> String {
    words.map { word in
      let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=+,@".contains($0)) }
      return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
