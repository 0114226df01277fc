/// What a machine runs in: a hypervisor, a container, or neither.
enum Virtualization {
  /// The hypervisor: `kvm`, `xen`, `vmware`, `hyper-v`, `virtualbox`, `unidentified`, or `none`.
  ///
  /// `none` is said only on x86, whose `hypervisor` flag every known hypervisor sets; elsewhere a machine
  /// without a sign of one stays unknown.
  static func hypervisor(root: HostRoot, cpuFlags: String?) -> String? {
    let type = root.text("sys/hypervisor/type") ?? ""
    // A Xen host's own first domain has the type as well, and real hardware beneath.
    if type == "xen" {
      return root.text("proc/xen/capabilities")?.contains("control_d") == true ? "xen host" : "xen"
    }
    if !type.isEmpty { return type }
    let flags = cpuFlags?.split(separator: " ")
    let isX86 = flags?.contains("fpu") == true
    if isX86 && flags?.contains("hypervisor") == false { return "none" }
    if let brand = brand(root: root) { return brand }
    return flags?.contains("hypervisor") == true ? "unidentified" : nil
  }

  /// By what the firmware, the device tree and the clocks of the machine call themselves.
  private static func brand(root: HostRoot) -> String? {
    let id = "sys/class/dmi/id"
    let firmware = ["sys_vendor", "product_name", "board_vendor", "bios_vendor"]
      .compactMap { root.text("\(id)/\($0)")?.lowercased() }.joined(separator: " ")
    let marks = [
      ("vmware", "vmware"), ("virtualbox", "virtualbox"), ("innotek", "virtualbox"), ("xen", "xen"),
      ("qemu", "kvm"), ("kvm", "kvm"), ("amazon ec2", "kvm"), ("google compute engine", "kvm"),
      ("openstack", "kvm"), ("ovirt", "kvm"), ("alibaba cloud", "kvm"), ("digitalocean", "kvm"),
      ("microsoft corporation virtual machine", "hyper-v"), ("parallels", "parallels"), ("bhyve", "bhyve"),
    ]
    if let mark = marks.first(where: { firmware.contains($0.0) }) { return mark.1 }
    if let tree = root.text("proc/device-tree/hypervisor/compatible") {
      if tree.contains("kvm") { return "kvm" }
      if tree.contains("xen") { return "xen" }
    }
    let clocks = root.text("sys/devices/system/clocksource/clocksource0/available_clocksource") ?? ""
    if clocks.contains("kvm-clock") { return "kvm" }
    if clocks.contains("hyperv_clocksource") { return "hyper-v" }
    return nil
  }

  /// The container manager, `none`, or nil where neither can be told.
  static func container(root: HostRoot) -> String? {
    if let name = root.text("run/systemd/container"), !name.isEmpty { return name }
    if root.exists(".dockerenv") { return "docker" }
    if root.exists("run/.containerenv") { return "podman" }
    let group = root.text("proc/1/cgroup") ?? root.text("proc/self/cgroup") ?? ""
    for (mark, name) in [
      ("/docker", "docker"), ("/kubepods", "kubernetes"), ("/lxc", "lxc"), ("/libpod", "podman"),
    ]
    where group.contains(mark) { return name }
    guard let environment = root.text("proc/1/environ") else { return nil }
    for variable in environment.split(separator: "\0") where variable.hasPrefix("container=") {
      return String(variable.dropFirst(10))
    }
    return "none"
  }
}
