internal import Platform

/// Works out what profiles would change on a host. It reads, as whatever user it runs; it writes nothing.
///
///     let catalog = try Catalog.load("Profiles/catalog.yaml")
///     let profile = try ProfileLoader(catalog: catalog).load("Profiles/kvm-host.yaml")
///     let plan = try TuningPlanner(kinds: SettingKinds(root: .live), catalog: catalog).plan([profile])
public struct TuningPlanner: Sendable {
  private let kinds: SettingKinds
  private let catalog: Catalog

  /// A planner for the host that the kinds are of.
  public init(kinds: SettingKinds, catalog: Catalog) {
    self.kinds = kinds
    self.catalog = catalog
  }

  /// The plan of one or several profiles, which must agree.
  ///
  /// - Parameter persists: with files that repeat the settings at every boot.
  /// - Throws: `FileProblem` when they disagree (it names both), or an expression is not well made. What does not apply
  ///   on this host is no error but a part of the plan.
  public func plan(_ profiles: [Profile], persists: Bool = false) throws -> TuningPlan {
    try ProfileMerge.check(profiles)
    let context = PlanContext(kinds: kinds, catalog: catalog, profiles: profiles)
    var plan = TuningPlan(profiles: profiles.map(\.source), claims: profiles.flatMap(\.claims))
    try WishPlanner(context: context).add(profiles, to: &plan)
    for profile in profiles { try GroupPlanner(context: context, profile: profile).add(to: &plan) }
    try BootPlanner(context: context).add(profiles, to: &plan)
    if persists { PersistPlanner(kinds: kinds).add(to: &plan) }
    plan.overReboot = BootGuard.promise(of: plan, kinds)
    return plan
  }
}
