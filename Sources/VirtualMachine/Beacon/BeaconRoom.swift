internal import Host

/// Whether this host has the memory for so many beacons.
public enum BeaconRoom {
  /// What a QEMU takes besides the guest's memory, in MiB: 60 to 80 were seen (7.2, TCG's buffer of translated code is
  /// filled as it is needed).
  public static let overheadMegabytes = 96

  /// Checks it before anything is started.
  ///
  /// - Parameter available: bytes that new work can get; nil asks this host (`MemAvailable`). A host that does not tell is
  ///   not refused.
  /// - Throws: `TwinError` of kind `badRequest` with both figures.
  public static func check(guests: Int, megabytes: Int, available: UInt64? = nil) throws(TwinError) {
    guard let bytes = available ?? MemoryInfo(root: HostRoot(directory: nil))?.availableBytes else { return }
    let needed = guests * (megabytes + overheadMegabytes)
    let there = Int(bytes >> 20)
    guard needed <= there else {
      throw TwinError(
        .badRequest,
        "\(guests == 1 ? "a guest" : "\(guests) guests") of \(megabytes) MiB need\(guests == 1 ? "s" : "") \(needed) MiB of memory and \(there) MiB are available; take a "
          + "smaller guest, or end other programs")
    }
  }
}
