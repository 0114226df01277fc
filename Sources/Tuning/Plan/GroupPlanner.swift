internal import Host
internal import Platform

/// Plans control groups with CPUs of their own: controllers from the top, the group, its CPUs and nodes, its partition.
struct GroupPlanner {
  let context: PlanContext
  let profile: Profile

  /// A group as it would be on this host.
  private struct Shape {
    var group: Profile.Group
    var cpus: CPUSet
    var mems: String
  }

  /// `cpuset.cpus.exclusive` and with it remote partitions.
  private static let remotePartitions = KernelVersion("6.7")
  private static let isolatedPartitions = KernelVersion("6.1")

  func add(to plan: inout TuningPlan) throws {
    var shapes: [Shape] = []
    for group in profile.groups {
      do {
        shapes.append(try shape(group))
      } catch let reason as PlanContext.Reason {
        plan.notApplicable.append(kept(group, reason.text))
      }
    }
    try check(shapes)
    for shape in shapes { try checkOthers(shape, besides: shapes) }
    for shape in shapes { add(shape, among: shapes, to: &plan) }
  }

  private func kept(_ group: Profile.Group, _ reason: String) -> TuningPlan.Kept {
    TuningPlan.Kept(key: "cgroup/\(group.path)", profile: profile.name, reason: reason)
  }

  private func shape(_ group: Profile.Group) throws -> Shape {
    let cpus = try context.cpus(group.cpus, of: profile, at: (group.file, group.line))
    let topology = try context.topology?.get()
    let probe = "\(group.path)/cpuset.cpus"
    if let obstacle = context.kinds[ControlGroupKind.name]?.obstacle(to: probe) {
      throw PlanContext.Reason(text: obstacle)
    }
    if group.partition == "isolated", let minimum = Self.isolatedPartitions, let kernel = context.kernel,
      kernel < minimum
    {
      throw PlanContext.Reason(text: "isolated partitions need Linux \(minimum); this is \(kernel)")
    }
    let nodes = topology?.nodes.filter { !$0.cpus.intersection(cpus).isEmpty }.map(\.id) ?? []
    if let online = topology?.cpus {
      guard cpus.isSubset(of: online) else {
        throw PlanContext.Reason(
          text: "CPUs \(cpus.subtracting(online)) are not online here (online: \(online))")
      }
      if group.partition != "member", online.subtracting(cpus).isEmpty {
        throw PlanContext.Reason(
          text: "a partition of all CPUs (\(cpus)) would leave none for the rest of the host")
      }
    }
    return Shape(group: group, cpus: cpus, mems: group.mems ?? CPUSet(nodes).description)
  }

  /// Two groups cannot have the same CPU when one has it for itself; the kernel would call the partition invalid.
  private func check(_ shapes: [Shape]) throws(FileProblem) {
    for (index, second) in shapes.enumerated() {
      for first in shapes[..<index]
      where first.group.partition != "member" || second.group.partition != "member" {
        // A group within another shares by design.
        if second.group.path.hasPrefix(first.group.path + "/") { continue }
        let both = first.cpus.intersection(second.cpus)
        guard both.isEmpty else {
          throw FileProblem(
            file: second.group.file, line: second.group.line,
            reason: "the groups \(first.group.path) and \(second.group.path) both have the CPUs \(both) here,"
              + " and a partition has its CPUs for itself")
        }
      }
    }
  }

  /// A partition of somebody else that has some of the CPUs: some kernels call it invalid as soon as our group gets
  /// them (seen on Linux 6.1), and it stays so when the group is gone. So nothing is written at all.
  private func checkOthers(_ shape: Shape, besides shapes: [Shape]) throws(FileProblem) {
    let file = "cpuset.cpus.partition"
    let parts = shape.group.path.split(separator: "/")
    for depth in 0..<parts.count {
      let pattern = (parts[..<depth].map(String.init) + ["*", file]).joined(separator: "/")
      for name in context.kinds[ControlGroupKind.name]?.expand(pattern) ?? [] {
        let path = String(name.dropLast(file.count + 1))
        let isOurs = shapes.contains { $0.group.path == path || $0.group.path.hasPrefix(path + "/") }
        guard !isOurs, let partition = current(name), ["root", "isolated"].contains(partition),
          let list = current("\(path)/cpuset.cpus"), let cpus = try? CPUSet(list: list)
        else { continue }
        let both = cpus.intersection(shape.cpus)
        guard both.isEmpty else {
          throw FileProblem(
            file: shape.group.file, line: shape.group.line,
            reason:
              "the group \(path) of this host is a partition (\(partition)) and has the CPUs \(both) for itself;"
              + " choose others for \(shape.group.path)")
        }
      }
    }
  }

  private func add(_ shape: Shape, among shapes: [Shape], to plan: inout TuningPlan) {
    let group = shape.group
    let parts = group.path.split(separator: "/").map(String.init)
    for depth in 0..<parts.count {
      let above = parts[..<depth].joined(separator: "/")
      if depth > 0 { add(above, type: .existence, wanted: SettingValue.present, group, nil, to: &plan) }
      addController("\(above.isEmpty ? "" : above + "/")\(ControlGroupKind.subtreeControl)", group, to: &plan)
    }
    add(group.path, type: .existence, wanted: SettingValue.present, group, nil, to: &plan)
    let isRemote = group.partition != "member" && isRemote(parts, among: shapes)
    if isRemote, let minimum = Self.remotePartitions, let kernel = context.kernel, kernel < minimum {
      plan.notApplicable.append(kept(group, "a partition below a group that is none needs Linux \(minimum)"))
      return
    }
    let cpus = shape.cpus.description
    func file(_ path: String, _ name: String, _ type: ValueType, _ wanted: String) {
      let isCPUs = name == "cpuset.cpus" && !group.cpus.isList
      add("\(path)/\(name)", type: type, wanted: wanted, group, isCPUs ? group.cpus.text : nil, to: &plan)
    }
    file(group.path, "cpuset.cpus", .cpus, cpus)
    if !shape.mems.isEmpty { file(group.path, "cpuset.mems", .cpus, shape.mems) }
    if isRemote {
      // A group can give away only what it was given: from the top.
      for depth in 1..<parts.count {
        give(shape.cpus, to: parts[..<depth].joined(separator: "/"), group, in: &plan)
      }
      file(group.path, "cpuset.cpus.exclusive", .cpus, cpus)
    }
    file(group.path, "cpuset.cpus.partition", .partition, group.partition)
  }

  /// Adds CPUs to those that a group above can give away: others below it keep theirs.
  private func give(_ cpus: CPUSet, to path: String, _ group: Profile.Group, in plan: inout TuningPlan) {
    let name = "\(path)/cpuset.cpus.exclusive"
    let own = cpus.description
    if let planned = plan.changes.firstIndex(where: { $0.key.description == "cgroup/\(name)" }) {
      let before = plan.changes[planned]
      plan.changes[planned].wanted = OwnPart.laid(own, over: before.wanted, type: .cpus)
      plan.changes[planned].own = OwnPart.laid(own, over: before.own ?? "", type: .cpus)
    } else {
      let wanted = OwnPart.laid(own, over: current(name) ?? "", type: .cpus)
      add(name, type: .cpus, wanted: wanted, own: own, group, nil, to: &plan)
    }
  }

  /// Below the root, which is a partition itself, or below a partition that is made before, a partition is local.
  private func isRemote(_ parts: [String], among shapes: [Shape]) -> Bool {
    guard parts.count > 1 else { return false }
    let parent = parts.dropLast().joined(separator: "/")
    return !shapes.contains { $0.group.path == parent && $0.group.partition != "member" }
  }

  /// What is enabled stays enabled.
  private func addController(_ name: String, _ group: Profile.Group, to plan: inout TuningPlan) {
    let present = current(name) ?? ""
    let wanted = try? SettingValue(wanted: "\(present) cpuset", type: .controllers)
    add(name, type: .controllers, wanted: wanted?.written ?? "cpuset", group, nil, to: &plan)
  }

  /// The present text, or what the kernel will put into a group that is made first; nil for what cannot be read.
  private func current(_ name: String) -> String? {
    guard let key = try? SettingKey(kind: ControlGroupKind.name, name: name) else { return nil }
    if let text = try? context.kinds.read(key) { return text }
    return name.split(separator: "/").last.flatMap { ControlGroupKind.fresh($0) }
  }

  private func add(
    _ name: String, type: ValueType, wanted: String, own: String? = nil, _ group: Profile.Group,
    _ expression: String?, to plan: inout TuningPlan
  ) {
    guard let key = try? SettingKey(kind: ControlGroupKind.name, name: name),
      !plan.changes.contains(where: { $0.key == key })
    else { return }
    guard let current = current(name) else {
      plan.notApplicable.append(
        TuningPlan.Kept(key: key.description, profile: profile.name, reason: "it cannot be read here"))
      return
    }
    let change = PlannedChange(
      key: key, type: type, current: current, wanted: wanted, expression: expression, why: group.why,
      risk: Self.risk(of: group), profile: profile.name, own: own)
    guard !change.isFulfilled(by: current) else {
      plan.unchanged.append(
        TuningPlan.Kept(
          key: key.description, profile: profile.name, reason: wanted.isEmpty ? "empty" : wanted))
      plan.fulfilled.append(change)
      return
    }
    plan.changes.append(change)
  }

  private static func risk(of group: Profile.Group) -> PlannedChange.Risk {
    group.partition == "member"
      ? PlannedChange.Risk(level: .low, note: "nothing moves until processes are put into the group")
      : PlannedChange.Risk(
        level: .medium, note: "everything outside of the group loses these CPUs at once")
  }
}
