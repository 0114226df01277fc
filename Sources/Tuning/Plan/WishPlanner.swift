internal import Platform

/// Plans settings that are read and written one by one.
struct WishPlanner {
  let context: PlanContext

  /// One setting of this host that a wish is about.
  private struct Target {
    var key: SettingKey
    var wish: Profile.Wish
    var profile: Profile
  }

  func add(_ profiles: [Profile], to plan: inout TuningPlan) throws {
    var planned: [SettingKey: (wish: Profile.Wish, wanted: String, profile: String)] = [:]
    for target in try profiles.flatMap({ try targets(of: $0, &plan) }) {
      do {
        let wanted = try wanted(target)
        if let other = planned[target.key] {
          guard other.wanted == wanted.value.written else {
            throw FileProblem(
              file: target.wish.file, line: target.wish.line,
              reason: "the profiles \(other.profile) and \(target.profile.name) disagree on \(target.key): "
                + "\(other.wanted) (\(other.wish.place)) or \(wanted.value.written)")
          }
          continue
        }
        planned[target.key] = (target.wish, wanted.value.written, target.profile.name)
        try place(target, wanted.value, expression: wanted.expression, in: &plan)
      } catch let reason as PlanContext.Reason {
        plan.notApplicable.append(kept(target.key.description, target.profile, reason.text))
      }
    }
  }

  private func kept(_ key: String, _ profile: Profile, _ reason: String) -> TuningPlan.Kept {
    TuningPlan.Kept(key: key, profile: profile.name, reason: reason)
  }

  // MARK: Which settings

  /// The settings that a profile's wishes are about here; one that names a setting itself wins over a pattern.
  private func targets(of profile: Profile, _ plan: inout TuningPlan) throws -> [Target] {
    var targets: [Target] = []
    var named: Set<SettingKey> = []
    for wish in profile.wishes where wish.key.kind != BootKind.name {
      if let obstacle = context.tooOld(wish.knob) ?? context.unmet(wish.condition) ?? obstacle(to: wish.key) {
        plan.notApplicable.append(kept(wish.key.description, profile, obstacle))
        continue
      }
      let keys = try keys(of: wish.key)
      if keys.isEmpty {
        plan.notApplicable.append(kept(wish.key.description, profile, "nothing on this host matches"))
      }
      if !wish.key.isPattern { named.formUnion(keys) }
      targets += keys.map { Target(key: $0, wish: wish, profile: profile) }
    }
    return targets.filter { !$0.wish.key.isPattern || !named.contains($0.key) }
  }

  private func obstacle(to key: SettingKey) -> String? {
    guard let kind = context.kinds[key.kind] else { return "there is no kind of setting '\(key.kind)'" }
    return kind.obstacle(to: key.name)
  }

  /// Disks get their stable names, whether or not the profile used them.
  private func keys(of key: SettingKey) throws -> [SettingKey] {
    let isDisk = key.kind == SysfsKind.name && key.name.hasPrefix(BlockNames.prefix)
    guard key.isPattern || isDisk, let kind = context.kinds[key.kind] else { return [key] }
    let names = kind.expand(key.name)
    if names.isEmpty, !key.isPattern { return [key] }
    return try names.map { try SettingKey(kind: key.kind, name: $0) }
  }

  // MARK: Which value

  private func wanted(_ target: Target) throws -> (value: SettingValue, expression: String?) {
    let (wish, knob) = (target.wish, target.wish.knob)
    let place = (file: wish.file, line: wish.line)
    switch wish.value {
    case .literal(let text): return (try SettingValue(wanted: text, type: knob.type), nil)
    case .template(let text): return (try SettingValue(wanted: text, type: knob.type), nil)
    case .cpus(let expression):
      let cpus = try context.cpus(expression, of: target.profile, at: place)
      let text = knob.type == .mask ? SettingValue.mask(of: cpus) : cpus.description
      return (try SettingValue(wanted: text, type: knob.type), expression.text)
    }
  }

  // MARK: What is there

  private func place(
    _ target: Target, _ wanted: SettingValue, expression: String?, in plan: inout TuningPlan
  ) throws {
    let (key, knob, profile) = (target.key, target.wish.knob, target.profile)
    let current: String
    do throws(SettingError) {
      current = try context.kinds.read(key)
    } catch {
      let entry = kept(key.description, profile, Self.words(error))
      if error.isPermission { plan.unreadable.append(entry) } else { plan.notApplicable.append(entry) }
      return
    }
    let isFulfilled: Bool
    do throws(ValueProblem) {
      isFulfilled = try SettingValue(kernel: current, type: knob.type) == wanted
    } catch {
      throw PlanContext.Reason(text: "its present value is not understood: \(error)")
    }
    if !isFulfilled {
      try checkOffer(key, knob, current: current, wanted: wanted)
      if context.kinds[key.kind]?.isReadOnly(key.name) ?? false {
        throw PlanContext.Reason(
          text:
            "this kernel lets nobody write it while it runs; it is \(current), and takes a word at boot at most"
        )
      }
    }
    let change = PlannedChange(
      key: key, type: knob.type, current: current, wanted: wanted.written, unit: knob.unit,
      expression: expression, why: target.wish.why, risk: knob.risk, profile: profile.name,
      device: context.kinds.device(of: key), coupled: try settings(knob.coupled, of: knob, key),
      moved: try settings(knob.moves, of: knob, key))
    if isFulfilled {
      plan.unchanged.append(kept(key.description, profile, wanted.written))
      plan.fulfilled.append(change)
      return
    }
    if knob.needsReboot { plan.needsReboot.append(change) } else { plan.changes.append(change) }
  }

  /// What cannot be read belongs to kernels without it.
  static func words(_ error: SettingError) -> String {
    guard case .system(let system) = error else { return error.description }
    let path = system.subject ?? "the file"
    if system.code == 2 || system.code == 20 {
      return "not in this kernel or not on this host: there is no \(path)"
    }
    if system.isPermission { return "only root may read \(path)" }
    return system.description
  }

  private func checkOffer(
    _ key: SettingKey, _ knob: Knob, current: String, wanted: SettingValue
  ) throws(PlanContext.Reason) {
    guard knob.type == .choice else { return }
    var offered = SettingValue.offered(kernel: current)
    if let file = knob.offeredBy {
      let folder = key.name.split(separator: "/").dropLast().joined(separator: "/")
      if let beside = try? SettingKey(kind: key.kind, name: "\(folder)/\(file)"),
        let text = try? context.kinds.read(beside)
      {
        offered = text.split(whereSeparator: \.isWhitespace).map(String.init)
      }
    }
    if let offered, !offered.contains(wanted.written) {
      throw PlanContext.Reason(
        text: "'\(wanted.written)' is not offered here; this host has \(offered.joined(separator: ", "))")
    }
  }

  /// What the kernel changes along with a setting, as it is now; those that this kernel does not have, or does not offer
  /// for this device, have nothing to lose.
  ///
  /// - Throws: `Reason` where one cannot be read: it could not be given back.
  private func settings(
    _ patterns: [SettingKey], of knob: Knob, _ key: SettingKey
  ) throws -> [PlannedChange.CoupledSetting] {
    try patterns.flatMap { try keys(beside: $0, of: knob, key) }.compactMap { other in
      do throws(SettingError) {
        let text = try context.kinds.read(other)
        return PlannedChange.CoupledSetting(
          key: other, type: context.catalog.knob(for: other)?.type ?? .text, current: text)
      } catch {
        if error.isMissing || error.isInvalid { return nil }
        throw PlanContext.Reason(text: "the kernel changes \(other) along with it: \(Self.words(error))")
      }
    }
  }

  private func keys(beside pattern: SettingKey, of knob: Knob, _ key: SettingKey) throws -> [SettingKey] {
    let other = try knob.beside(key, pattern)
    guard other.isPattern, let kind = context.kinds[other.kind] else { return [other] }
    return try kind.expand(other.name).map { try SettingKey(kind: other.kind, name: $0) }
  }
}
