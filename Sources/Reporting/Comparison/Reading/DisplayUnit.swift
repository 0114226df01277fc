/// The unit to show a metric in.
enum DisplayUnit {
  /// Shares as per cent, operations of storage as IOPS, all others as they are.
  static func name(_ id: String, unit: String) -> String {
    let shares = [SchedulerWords.shares, CompressionWords.shares, LiveMigrationFigure.shares]
    if shares.contains(where: { $0.contains(id) }) { return "%" }
    return AIOWords.rates.contains(id) ? "IOPS" : unit
  }
}
