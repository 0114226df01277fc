extension Forecast {
  /// What would have it converge, each tried in the model.
  static func remedies(_ curve: WorkingSetCurve, _ setting: MigrationSetting) -> [String] {
    func converges(_ change: (inout MigrationSetting) -> Void) -> Bool {
      var changed = setting
      change(&changed)
      return RoundModel(curve: curve, setting: changed).run().converges
    }
    var remedies: [String] = []
    if setting.isPaced, converges({ $0.strategy.maxBandwidth = 0 }) {
      remedies.append("lift the bandwidth limit: the link carries \(short(setting.linkRate / 1e6)) MB/s")
    }
    let needed = RoundModel(curve: curve, setting: setting).neededRate
    if needed > 0 {
      remedies.append(
        "have the guest write less: to \(short(setting.runningRate / needed * 100)) % of what it does, or less"
      )
    }
    // QEMU takes up to 2,000 s, but nobody wants more than this.
    let limits = [0.5, 1, 2, 5, 10, 30, 60].filter { $0 > setting.strategy.downtimeLimit }
    if let limit = limits.first(where: { limit in converges { $0.strategy.downtimeLimit = limit } }) {
      remedies.append("raise the downtime limit to \(short(limit)) s")
    }
    if setting.strategy.kind != .autoConverge, converges({ $0.strategy.kind = .autoConverge }) {
      remedies.append("auto-converge, which holds the guest back")
    }
    remedies.append("post-copy, which always ends")
    return remedies
  }
}
