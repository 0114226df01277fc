extension StorageFacts {
  /// The facts for a Run by their names, `unknown` where one could not be read and `none` where there is no file system.
  ///
  /// What the hardware says is that of the disks, several different words joined by commas; scheduler and queue are
  /// those of the device that the requests are made to.
  public var fingerprint: [String: String] {
    func disk(_ fact: (BlockDevice) -> String?) -> String? {
      let words = disks.map(fact)
      // One disk that says nothing makes the whole unknown: the others are only a part of it.
      guard !words.isEmpty, !words.contains(nil) else { return nil }
      return Set(words.compactMap(\.self)).sorted().joined(separator: ",")
    }
    func fileSystem(_ fact: KeyPath<Mount, String>) -> String? {
      isRawDevice ? "none" : mount?[keyPath: fact]
    }
    let facts: [String: String?] = [
      "file_system": fileSystem(\.fileSystem),
      "mount_point": fileSystem(\.point),
      "mount_options": fileSystem(\.options),
      "file_system_options": fileSystem(\.superOptions),
      "source": fileSystem(\.source),
      "device": device?.name,
      "device_id": device?.id,
      "size_bytes": device?.bytes.map(String.init),
      "scheduler": device?.scheduler,
      "nr_requests": device?.requests.map(String.init),
      "read_ahead_kb": device?.readAheadKiB.map(String.init),
      "write_cache": device?.writeCache,
      "rotational": device?.isRotational.map { $0 ? "yes" : "no" },
      "logical_block_bytes": device?.logicalBlockBytes.map(String.init),
      "physical_block_bytes": device?.physicalBlockBytes.map(String.init),
      "disks": disk(\.name),
      "disk_id": disk(\.id),
      "model": disk(\.model),
      "firmware": disk(\.firmware),
      "driver": disk(\.driver),
      "numa_node": node.map(String.init),
    ]
    var result: [String: String] = [:]
    for (name, value) in facts {
      result["storage.\(name)"] = value.flatMap { $0.isEmpty ? nil : $0 } ?? HostFacts.unknown
    }
    return result
  }
}
