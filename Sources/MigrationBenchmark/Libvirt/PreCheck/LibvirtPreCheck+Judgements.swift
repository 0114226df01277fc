internal import Platform

extension LibvirtPreCheck {
  /// QEMU takes a guest from an older one, and often not from a newer one.
  static func versions(_ source: LibvirtVersions, _ destination: LibvirtVersions) -> LibvirtCheck {
    func words(_ versions: LibvirtVersions) -> String {
      "\(versions.hypervisor) \(versions.hypervisorVersion), libvirt \(versions.daemon?.description ?? "unknown")"
    }
    let seen = "\(words(source)) to \(words(destination))"
    guard source.hypervisor == destination.hypervisor else {
      return LibvirtCheck("versions", .failed, seen, advice: "both must have the same hypervisor")
    }
    guard source.hypervisorVersion <= destination.hypervisorVersion else {
      return LibvirtCheck(
        "versions", .unknown, seen,
        advice:
          "to an older \(source.hypervisor) it works only where that one knows all of the guest's devices")
    }
    return LibvirtCheck("versions", .passed, seen)
  }

  /// The guest's memory against what the destination has.
  static func memory(needed: Double, _ memory: LibvirtMemory) -> LibvirtCheck {
    func mebibytes(_ bytes: Double) -> String { "\(Int((bytes / 1_048_576).rounded())) MiB" }
    let seen =
      "the guest has \(mebibytes(needed)); free there are \(mebibytes(memory.free)), in the page cache \(mebibytes(memory.cached))"
    if needed <= memory.free { return LibvirtCheck("memory", .passed, seen) }
    if needed <= memory.free + memory.cached {
      return LibvirtCheck(
        "memory", .unknown, seen,
        advice: "the page cache must give way first, which takes time: free memory there")
    }
    return LibvirtCheck("memory", .failed, seen, advice: "free memory there, or choose another host")
  }

  /// libvirt refuses what it does not know to be shared, unless it copies.
  static func storage(_ disks: [DomainXML.Disk], copiesStorage: Bool) -> LibvirtCheck {
    func names(_ disks: [DomainXML.Disk]) -> String {
      disks.map { "\($0.target) (\($0.source))" }.joined(separator: ", ")
    }
    if disks.isEmpty { return LibvirtCheck("storage", .passed, "the domain has no disks") }
    let own = disks.filter { !$0.isRemote && !$0.isReadOnly }
    if own.isEmpty {
      return LibvirtCheck(
        "storage", .passed, "\(names(disks)): remote or read-only; the same must be there at the destination")
    }
    if copiesStorage { return LibvirtCheck("storage", .passed, "\(names(own)): copied with the domain") }
    return LibvirtCheck(
      "storage", .unknown, "\(names(own)): files or devices of a host, shared or not",
      advice: "put them where both hosts reach them by the same name, or copy them (--copy-storage-all)")
  }

  /// What was given to the guest of its host cannot move.
  static func devices(_ hostDevices: Int) -> LibvirtCheck {
    if hostDevices == 0 { return LibvirtCheck("devices", .passed, "no device of the host") }
    return LibvirtCheck(
      "devices", .failed, "\(hostDevices) devices of the host were given to the domain",
      advice: "take them out first (virsh detach-device)")
  }

  /// What `hypervisor-cpu-compare` says of the guest's CPU there.
  static func cpu(_ output: String) -> LibvirtCheck {
    let line = VirshError.words(of: output)
    if line.contains("incompatible") {
      return LibvirtCheck(
        "cpu", .failed, line,
        advice: "give the domain a CPU model that both hosts have (virsh hypervisor-cpu-baseline)")
    }
    let isFine = line.contains("superset") || line.contains("identical")
    return LibvirtCheck("cpu", isFine ? .passed : .unknown, line)
  }
}

extension Virsh {
  /// Whether this host can run the guest's CPU.
  func compareCPU(_ xml: String, _ description: DomainXML) throws(VirshError) -> LibvirtCheck {
    let file: MemoryFile
    do {
      file = try MemoryFile()
      try file.append(Array(xml.utf8))
    } catch {
      throw VirshError(.refused, "the domain's description cannot be given to virsh: \(error)")
    }
    var words = ["hypervisor-cpu-compare", file.pathForOthers, "--virttype", description.type]
    if let architecture = description.architecture { words += ["--arch", architecture] }
    if let machine = description.machine { words += ["--machine", machine] }
    do {
      return LibvirtPreCheck.cpu(try run(words).replacing(file.pathForOthers, with: "the domain"))
    } catch {
      // It also ends with an error when the CPU does not fit.
      guard error.description.contains("incompatible") else { throw error }
      return LibvirtPreCheck.cpu(error.description.replacing(file.pathForOthers, with: "the domain"))
    }
  }
}
