extension QEMU {
  /// What it says it is: it is started without a machine, and asked.
  ///
  /// - Throws: `MonitorError` when it does not come up.
  public func version(within limit: Duration = .seconds(30)) throws(MonitorError) -> QEMUVersion {
    let qemu = try MonitoredQEMU(
      self, ["-no-user-config", "-nodefaults", "-display", "none", "-machine", "none"], within: limit)
    return qemu.version
  }
}
