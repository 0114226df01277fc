internal import Platform

/// Memory errors that the kernel's EDAC drivers counted since the boot (Documentation/admin-guide/ras.rst, "sysfs").
public struct MemoryErrors: Sendable, Equatable {
  /// Errors that ECC corrected.
  public var corrected: Int
  /// Errors that it could not correct.
  public var uncorrected: Int

  /// Adds up those of all memory controllers; nil where the kernel has no driver for them, or no memory with ECC.
  public init?(root: HostRoot) {
    let folder = "sys/devices/system/edac/mc"
    let controllers = root.names(folder).filter {
      $0.hasPrefix("mc") && $0.dropFirst(2).allSatisfy(\.isNumber)
    }
    var (corrected, uncorrected) = (0, 0)
    var isKnown = false
    for controller in controllers where controller.count > 2 {
      guard let own = root.number("\(folder)/\(controller)/ce_count"),
        let lost = root.number("\(folder)/\(controller)/ue_count")
      else { return nil }
      corrected += own
      uncorrected += lost
      isKnown = true
    }
    guard isKnown else { return nil }
    self.corrected = corrected
    self.uncorrected = uncorrected
  }
}
