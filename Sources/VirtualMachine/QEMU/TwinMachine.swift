/// What a twin is made of: everything that QEMU is told, and nothing that runs.
///
///     let machine = TwinMachine(shape: try TwinShape(text: "2x2"), image: image, disk: disk, accelerator: .tcg)
///     try await Twin.withRunning(machine, on: QEMU()) { twin in
///       print(try await twin.run("cat /sys/devices/system/node/online").output)
///     }
public struct TwinMachine: Sendable {
  /// Nodes, CPUs, memory.
  public var shape: TwinShape
  /// What it boots.
  public var image: TwinImage
  /// What it keeps over a power cut; mounted on `/var/lib/assay`.
  public var disk: StateDisk
  /// What runs its instructions.
  public var accelerator: Accelerator
  /// Parameters of the kernel besides those that a twin needs.
  public var kernelParameters: [String]

  /// A machine of these parts.
  public init(
    shape: TwinShape, image: TwinImage, disk: StateDisk, accelerator: Accelerator,
    kernelParameters: [String] = []
  ) {
    self.shape = shape
    self.image = image
    self.disk = disk
    self.accelerator = accelerator
    self.kernelParameters = kernelParameters
  }

  /// QEMU's arguments, without its name.
  public var arguments: [String] {
    TwinArguments(
      shape: shape, accelerator: accelerator, kernel: image.kernel.image, initramfs: image.initramfs,
      disk: disk.path, kernelParameters: kernelParameters
    ).list
  }
}
