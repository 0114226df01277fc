internal import Host
internal import Platform

/// What planning asks of a host: its settings, its kernel, its shape, each read once and only when needed.
struct PlanContext {
  let kinds: SettingKinds
  let catalog: Catalog
  let kernel: KernelVersion?
  /// The host's shape, or why it cannot be read; nil when no profile asks for it.
  let topology: Result<Topology, Reason>?

  /// Why something is not to be had, in words for the reader.
  struct Reason: Error { let text: String }

  init(kinds: SettingKinds, catalog: Catalog, profiles: [Profile]) {
    self.kinds = kinds
    self.catalog = catalog
    kernel = kinds.root.text("proc/sys/kernel/osrelease").flatMap { KernelVersion($0) }
    topology = profiles.contains(where: Self.asksForShape) ? Self.shape(kinds.root) : nil
  }

  /// hwloc costs more than all the rest of a plan.
  private static func asksForShape(_ profile: Profile) -> Bool {
    !profile.groups.isEmpty
      || profile.wishes.contains { wish in
        if case .literal = wish.value { return false }
        return true
      }
  }

  private static func shape(_ root: HostRoot) -> Result<Topology, Reason> {
    do {
      return .success(try Topology.read(fsroot: root.directory))
    } catch {
      return .failure(Reason(text: "the host's CPUs are not known: \(error)"))
    }
  }

  /// Why a knob is not for this kernel; nil when it is.
  func tooOld(_ knob: Knob) -> String? {
    guard let minimum = knob.minimumKernel, let kernel, kernel < minimum else { return nil }
    return "needs Linux \(minimum); this is \(kernel)"
  }

  /// Why a setting is not for this host; nil when it is, also where the host does not tell.
  func unmet(_ condition: Profile.Condition?) -> String? {
    switch condition {
    case nil: nil
    case .numa:
      kinds.root.list("sys/devices/system/node/online").map { $0.count < 2 } ?? false
        ? "only for hosts of several NUMA nodes; this one has one" : nil
    }
  }

  /// The CPUs that an expression means here.
  ///
  /// - Throws: `FileProblem` when it is not well made, `Reason` when it means nothing here.
  func cpus(_ expression: CPUExpression, of profile: Profile, at place: (file: String, line: Int)) throws
    -> CPUSet
  {
    let cpus = try resolving(place) { topology, names throws(CPUExpression.Problem) in
      try expression.resolve(topology, names: names)
    } names: {
      profile.definitions
    }
    if cpus.isEmpty { throw Reason(text: "'\(expression.text)' means no CPU on this host") }
    return cpus
  }

  /// The text that a template becomes here.
  func text(_ template: BootTemplate, of profile: Profile, at place: (file: String, line: Int)) throws
    -> String
  {
    let text = try resolving(place) { topology, names throws(CPUExpression.Problem) in
      try template.resolve(topology, names: names)
    } names: {
      profile.definitions
    }
    guard let text else { throw Reason(text: "'\(template.text)' means no CPU on this host") }
    return text
  }

  private func resolving<Result>(
    _ place: (file: String, line: Int),
    _ resolve: (Topology, [String: CPUSet]) throws(CPUExpression.Problem) -> Result,
    names definitions: () -> [(name: String, cpus: CPUExpression)]
  ) throws -> Result {
    guard let topology = try topology?.get() else { throw Reason(text: "the host's CPUs were not asked for") }
    do throws(CPUExpression.Problem) {
      // Each may use those before it: no loop, and no explosion.
      var names: [String: CPUSet] = [:]
      for definition in definitions() {
        names[definition.name] = try definition.cpus.resolve(topology, names: names)
      }
      return try resolve(topology, names)
    } catch {
      if error.isHosts { throw Reason(text: error.description) }
      throw FileProblem(file: place.file, line: place.line, reason: error.description)
    }
  }
}
