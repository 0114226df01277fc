internal import ArgumentParser
internal import FoundationEssentials
internal import Platform
internal import Tuning
internal import VirtualMachine

/// `assay rehearse`: a profile tried out in a virtual machine like this host, killed and cut off from power included.
struct RehearseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract:
      "Applies a profile in a virtual machine like this host: kills it, cuts its power, takes it back.",
    discussion: """
      Nothing of this host is changed. A Debian kernel is fetched once and booted with this host's NUMA nodes, this
      program, the profile and a disk for /var/lib/assay. There: plan, apply, verify, revert; kill -9 of an apply in
      the middle, recover; apply, power cut, boot, recover, apply, revert. Each time every setting must be as it was.

      Exit code 2 where one was not; 77 where no virtual machine can be had here, with the reason.

      Example:
        assay rehearse Profiles/kvm-host.yaml
        assay rehearse Profiles/kvm-latency.yaml --topology 2x4 --kernel linux-image-6.1.0-47-cloud-amd64
      """)

  @OptionGroup var profiles: ProfileOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "A kernel: a Debian package's name or a .deb file; without it Debian's present one.")
  var kernel: String?

  @Option(help: "NUMA nodes x CPUs a node [x threads a core], with distances: 2x4, 2x4:21; not this host's.")
  var topology: String?

  @Option(
    help: "A captured machine instead of this host: a directory with its /sys and /proc.",
    transform: ArgumentText.path("the directory"))
  var fsroot: String?

  @Option(help: "Chooses where the apply is killed; the same seed aims at the same setting.")
  var seed: UInt64 = 1

  func validate() throws {
    if profiles.profile.count != 1 { throw ValidationError("one profile is rehearsed at a time") }
    if topology != nil, fsroot != nil { throw ValidationError("--topology and --fsroot exclude each other") }
  }

  func run() async throws {
    let loaded = try profiles.load(.everybody)
    let (twin, named) = try await machine(for: loaded.profiles[0].files)
    let record = RehearsalRecord(showing: output.json || output.quiet ? nil : RehearsalText(output))
    if !output.json, !output.quiet { Console.output(named) }
    let seed = seed
    let rehearsal = Task {
      try await Rehearsal(machine: twin.machine, qemu: twin.qemu, profile: twin.profile, seed: seed).run(
        record)
    }
    // Cancelled means that QEMU is killed, and waited for.
    AssayTool.interruption.onRequest { rehearsal.cancel() }
    do {
      try await rehearsal.value
    } catch {
      if AssayTool.interruption.isRequested { throw ExitCode.interrupted }
      throw error
    }
    try await end(record, loaded.profiles[0].name, named, twin)
  }

  private func machine(for files: [String]) async throws -> (RehearsalTwin, String) {
    let catalog = try profiles.catalogPath
    do {
      let twin = try await RehearsalTwin.make(
        profile: files, catalog: catalog, kernel: kernel, topology: topology, fsroot: fsroot)
      return (twin, "\(profiles.profile[0]) in \(twin.description)")
    } catch let error as TwinError {
      switch error.kind {
      case .badRequest: throw TwinRefusal(description: error.description)
      case .missing, .preparation, .timeLimit:
        Console.error("assay: no virtual machine can be had here: \(error.description.oneLine)")
        throw ExitCode.nothingMeasurable
      case .boot, .late, .powerLost, .command: throw error
      }
    }
  }

  private func end(_ record: RehearsalRecord, _ profile: String, _ machine: String, _ twin: RehearsalTwin)
    async throws
  {
    let steps = await record.steps
    let hasPassed = !steps.contains { $0.outcome == .failed }
    if output.json {
      let document = RehearsalDocument(
        profile: profile, machine: machine, kernel: twin.machine.image.kernel.release,
        accelerator: twin.machine.accelerator.rawValue, seed: seed, passed: hasPassed, steps: steps)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(document), as: UTF8.self))
    } else {
      let passed = steps.count { $0.outcome == .passed }
      Console.output("\(passed) of \(steps.count) steps passed")
    }
    // A profile that changes nothing there has shown nothing.
    if hasPassed, steps.contains(where: { $0.step == "apply" && $0.outcome == .skipped }) {
      throw ExitCode.nothingMeasurable
    }
    if !hasPassed { throw ExitCode.mismatch }
  }
}

/// A request for a twin that cannot be.
private struct TwinRefusal: UsageRefusal {
  let description: String
}
