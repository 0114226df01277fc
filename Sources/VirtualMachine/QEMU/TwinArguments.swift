/// QEMU's arguments for a twin, from plain values.
struct TwinArguments: Sendable, Equatable {
  /// Loops of the kernel's delay loop in a jiffy, told instead of measured: measuring takes a TCG guest a second, and
  /// fails on a host that is busy. What waits by this loop waits for devices that QEMU emulates at once.
  static let loopsPerJiffy = 4_000_000
  /// The kernel must not use CMPXCHG16B: as QEMU 7.2 translates it without a lock prefix, Linux 6.12 corrupts its slabs
  /// and does not come up. The processor keeps it: Swift's runtime cannot do without, and locks it.
  static let withoutCMPXCHG16B = "clearcpuid=cx16"
  /// What a guest that lives for seconds, and only runs our own code, need not wait for.
  static let quickBoot = [
    "mitigations=off", "no_timer_check", "tsc=reliable", "cryptomgr.notests", "random.trust_cpu=on",
  ]

  var shape: TwinShape
  var accelerator: Accelerator
  var kernel: String
  var initramfs: String
  var disk: String
  var kernelParameters: [String] = []

  var list: [String] {
    [
      "-no-user-config", "-nodefaults", "-display", "none", "-no-reboot", "-machine", "pc",
      "-accel", accelerator == .tcg ? "tcg,thread=multi" : "kvm", "-cpu", processor,
    ] + processors + nodes + [
      "-kernel", kernel, "-initrd", initramfs, "-append", commandLine,
      // The guest's console goes where QEMU's own messages go: their last lines explain a boot that failed.
      "-chardev", "file,id=console,path=/dev/stderr", "-serial", "chardev:console",
      "-chardev", "stdio,id=guest,signal=off", "-device", "virtio-serial-pci",
      "-device", "virtserialport,chardev=guest,name=assay",
      "-drive", "file=\(Self.escaped(disk)),if=none,id=state,format=raw,cache=writeback",
      "-device", "virtio-blk-pci,drive=state,serial=assay-state",
    ]
  }

  /// The kernel's command line. cgroup v1 controllers are off, so that v2 has them all.
  var commandLine: String {
    (["console=ttyS0", "quiet", "panic=-1", "cgroup_no_v1=all"] + Self.quickBoot
      + (accelerator == .tcg ? ["lpj=\(Self.loopsPerJiffy)", Self.withoutCMPXCHG16B] : []) + kernelParameters)
      .joined(separator: " ")
  }

  /// Under TCG only Intel's models show SMT siblings.
  private var processor: String {
    switch accelerator {
    case .kvm: "host"
    case .tcg: shape.threadsPerCore > 1 ? "Skylake-Server" : "qemu64"
    }
  }

  /// A socket a node where all are alike, else one socket.
  private var processors: [String] {
    let counts = Set(shape.nodes.map(\.cpus))
    let sockets = counts.count == 1 ? shape.nodes.count : 1
    let cores = shape.cpus / sockets / shape.threadsPerCore
    return ["-smp", "\(shape.cpus),sockets=\(sockets),cores=\(cores),threads=\(shape.threadsPerCore)"]
  }

  private var nodes: [String] {
    var list = ["-m", "\(shape.memoryMiB)"]
    for (number, node) in shape.nodes.enumerated() {
      list += ["-object", "memory-backend-ram,id=memory\(number),size=\(node.memoryMiB)M"]
    }
    var next = 0
    for (number, node) in shape.nodes.enumerated() {
      let cpus =
        switch node.cpus {
        case 0: ""
        case 1: ",cpus=\(next)"
        default: ",cpus=\(next)-\(next + node.cpus - 1)"
        }
      list += ["-numa", "node,nodeid=\(number)\(cpus),memdev=memory\(number)"]
      next += node.cpus
    }
    for (from, row) in shape.distances.enumerated() {
      for (to, distance) in row.enumerated() {
        list += ["-numa", "dist,src=\(from),dst=\(to),val=\(distance)"]
      }
    }
    return list
  }

  /// A comma ends an option's value unless it is doubled.
  static func escaped(_ path: String) -> String {
    path.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}
