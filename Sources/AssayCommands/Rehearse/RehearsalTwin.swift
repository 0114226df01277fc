internal import Host
internal import Platform
internal import VirtualMachine

/// The virtual machine of a rehearsal: a shape, a kernel, this program, a profile, and a disk for what it keeps.
struct RehearsalTwin: Sendable {
  let qemu: QEMU
  let machine: TwinMachine
  /// The profile as the guest finds it.
  let profile: GuestProfile
  /// For people, in one line.
  let description: String

  /// MiB that a guest needs besides its first file system, which it holds packed and unpacked for a moment.
  private static let memoryMiB = 192

  /// Puts everything together; nothing runs yet, and nothing is left behind.
  ///
  /// - Parameters:
  ///   - profile: its file, and those that it includes.
  ///   - program: nil for this one.
  ///   - others: further programs to put beside it.
  /// - Throws: `TwinError`.
  static func make(
    profile: [String], catalog: String, kernel: String?, topology: String?, fsroot: String?,
    program: String? = nil, others: [GuestProgram] = []
  ) async throws -> RehearsalTwin {
    var shape = try shape(topology, fsroot)
    let source = try kernel.map { text throws(TwinError) in try KernelSource(text: text) } ?? .latest
    let qemu = try QEMU()
    guard let program = program ?? CurrentProcess.executable else {
      throw TwinError(.missing, "this program's own file is not known: /proc is not mounted")
    }
    let choice = try await qemu.chooseAccelerator()
    let guest = GuestProfile(file: profile[0])
    let image = try await TwinImage(
      kernel: try await KernelCache().kernel(source),
      programs: [GuestProgram(path: program, pathInGuest: "/usr/bin/assay")] + others,
      files: try GuestProfile.files(profile, catalog: catalog))
    let imageMiB = image.initramfsBytes >> 20
    shape.nodes[0].memoryMiB = max(shape.nodes[0].memoryMiB, 3 * imageMiB + memoryMiB)
    let nodes = shape.nodes.count == 1 ? "1 node" : "\(shape.nodes.count) nodes"
    let cpus = shape.cpus == 1 ? "1 CPU" : "\(shape.cpus) CPUs"
    let notes = shape.notes.isEmpty ? "" : " (\(shape.notes.joined(separator: "; ")))"
    return RehearsalTwin(
      qemu: qemu,
      machine: TwinMachine(
        shape: shape, image: image, disk: try await StateDisk(), accelerator: choice.accelerator),
      profile: guest,
      description:
        "a twin of \(nodes), \(cpus)\(notes); Linux \(image.kernel.release); \(choice.accelerator.rawValue): \(choice.reason)"
    )
  }

  private static func shape(_ topology: String?, _ fsroot: String?) throws -> TwinShape {
    if let topology { return try TwinShape(text: topology) }
    return try TwinShape(copying: try Topology.read(fsroot: fsroot))
  }
}

/// A profile in a guest.
struct GuestProfile: Sendable {
  private static let folder = "/profiles"
  private static let catalog = "/catalog/catalog.yaml"
  private let name: String

  /// The profile of a file here.
  init(file: String) { name = Self.lastName(file) }

  /// What `assay tune plan` and `apply` need to be told there.
  var arguments: String { "--catalog \(Self.catalog) '\(Self.folder)/\(name)'" }

  /// What is put into the guest's first file system, by its path there: what a profile includes is beside it.
  static func files(_ profile: [String], catalog: String) throws -> [String: [UInt8]] {
    var files = [Self.catalog: try Files.bytes(catalog)]
    for file in profile { files["\(folder)/\(lastName(file))"] = try Files.bytes(file) }
    return files
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
