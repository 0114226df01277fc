public import Host

extension SchedulerPlan.Rights {
  /// What this process may do on the live machine that a report describes.
  public static func of(_ host: HostReport) -> SchedulerPlan.Rights {
    func gap(_ name: String) -> String? {
      guard let capability = host.capabilities.first(where: { $0.name == name }), capability.available == .no
      else { return nil }
      return capability.reason + (capability.advice.map { "; \($0)" } ?? "")
    }
    return SchedulerPlan.Rights(
      withoutRealTime: gap("scheduler.fifo"), withoutCPULatency: gap("scheduler.cpu_latency"),
      withoutCPUSets: gap("scheduler.cpusets"), threadLimit: ThreadLimit.read(root: .live))
  }
}
