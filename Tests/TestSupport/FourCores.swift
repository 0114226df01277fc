/// What the kernel says of four cores on one node.
public enum FourCores {
  /// Texts by path below the root.
  public static let files: [String: String] = {
    let cpu = "sys/devices/system/cpu"
    let node = "sys/devices/system/node"
    var files = [
      "\(cpu)/possible": "0-3\n", "\(cpu)/present": "0-3\n", "\(cpu)/online": "0-3\n",
      "\(node)/online": "0\n",
      "\(node)/node0/cpumap": "f\n", "\(node)/node0/cpulist": "0-3\n",
      "\(node)/node0/meminfo": "Node 0 MemTotal: 1048576 kB\n",
    ]
    for number in 0..<4 {
      let topology = "\(cpu)/cpu\(number)/topology"
      files["\(cpu)/cpu\(number)/online"] = "1\n"
      files["\(topology)/core_id"] = "\(number)\n"
      files["\(topology)/physical_package_id"] = "0\n"
      for name in ["thread_siblings", "core_cpus"] { files["\(topology)/\(name)"] = "\(1 << number)\n" }
      for name in ["core_siblings", "package_cpus"] { files["\(topology)/\(name)"] = "f\n" }
    }
    return files
  }()
}
