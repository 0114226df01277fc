internal import CHwloc
import Glibc

extension HardwareInventory {
  /// Reads the live machine, or a captured one from a directory with its `/sys` and `/proc`.
  ///
  /// I/O devices are not looked at. The calling thread's affinity is left alone: hwloc's cpuid reader, which
  /// visits every CPU, is not used.
  /// - Parameter root: the directory of a captured machine, as `hwloc-gather-topology` writes it; nil for this
  ///   machine.
  public static func read(root: String?) throws(HardwareInventoryError) -> HardwareInventory {
    if let root { try CapturedFiles(root: root).check() }
    return try HwlocEnvironment.with(root: root) { () throws(HardwareInventoryError) in try load() }
  }

  private static func load() throws(HardwareInventoryError) -> HardwareInventory {
    var topology: hwloc_topology_t?
    guard unsafe hwloc_topology_init(&topology) == 0, let topology = unsafe topology else {
      throw .hwloc(step: "start", code: errno)
    }
    defer { unsafe hwloc_topology_destroy(topology) }
    let flags =
      HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.rawValue | HWLOC_TOPOLOGY_FLAG_DONT_CHANGE_BINDING.rawValue
    guard unsafe hwloc_topology_set_flags(topology, UInt(flags)) == 0 else {
      throw .hwloc(step: "set its flags", code: errno)
    }
    guard unsafe hwloc_topology_set_icache_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_ALL) == 0 else {
      throw .hwloc(step: "select instruction caches", code: errno)
    }
    // The cpuid reader visits every CPU, which takes long and disturbs what runs there.
    guard
      unsafe hwloc_topology_set_components(
        topology, UInt(HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST.rawValue), "x86")
        == 0
    else { throw .hwloc(step: "leave out its cpuid reader", code: errno) }
    guard unsafe hwloc_topology_load(topology) == 0 else {
      throw .hwloc(step: "read the topology", code: errno)
    }
    return unsafe HardwareInventory(
      objects: objects(of: topology), cpuKinds: cpuKinds(of: topology), distances: distances(of: topology),
      allowedCPUs: set(hwloc_topology_get_allowed_cpuset(topology)),
      allowedNodes: set(hwloc_topology_get_allowed_nodeset(topology)))
  }

  // MARK: Objects

  @unsafe private static func objects(of topology: hwloc_topology_t) -> [Object] {
    let depths =
      Array(0..<(unsafe hwloc_topology_get_depth(topology))) + [Int32(HWLOC_TYPE_DEPTH_NUMANODE.rawValue)]
    var objects: [Object] = []
    for depth in depths {
      for index in 0..<(unsafe hwloc_get_nbobjs_by_depth(topology, depth)) {
        guard let raw = unsafe hwloc_get_obj_by_depth(topology, depth, index),
          let kind = unsafe kind(of: raw)
        else { continue }
        objects.append(
          unsafe Object(
            kind: kind, number: raw.pointee.os_index == UInt32.max ? nil : Int(raw.pointee.os_index),
            cpus: set(raw.pointee.cpuset), completeCPUs: set(raw.pointee.complete_cpuset),
            nodes: set(raw.pointee.nodeset), infos: infos(raw.pointee.infos, raw.pointee.infos_count)))
      }
    }
    return objects
  }

  /// nil for objects that Assay has no use for: groups, which only repeat what nodes and packages say.
  @unsafe private static func kind(of object: hwloc_obj_t) -> Kind? {
    switch unsafe object.pointee.type {
    case HWLOC_OBJ_MACHINE: return .machine
    case HWLOC_OBJ_PACKAGE: return .package
    case HWLOC_OBJ_DIE: return .die
    case HWLOC_OBJ_CORE: return .core
    case HWLOC_OBJ_PU: return .cpu
    case HWLOC_OBJ_NUMANODE:
      let bytes = unsafe object.pointee.attr?.pointee.numanode.local_memory ?? 0
      return .node(Node(memoryBytes: bytes, subtype: unsafe text(object.pointee.subtype)))
    default:
      guard unsafe hwloc_obj_type_is_cache(object.pointee.type) != 0,
        let cache = unsafe object.pointee.attr?.pointee.cache
      else { return nil }
      let content: Cache.Content =
        switch cache.type {
        case HWLOC_OBJ_CACHE_DATA: .data
        case HWLOC_OBJ_CACHE_INSTRUCTION: .instruction
        default: .unified
        }
      return .cache(Cache(level: Int(cache.depth), content: content, bytes: cache.size))
    }
  }

  // MARK: Kinds and distances

  @unsafe private static func cpuKinds(of topology: hwloc_topology_t) -> [CPUKind] {
    guard let bitmap = unsafe hwloc_bitmap_alloc() else { return [] }
    defer { unsafe hwloc_bitmap_free(bitmap) }
    var kinds: [CPUKind] = []
    for index in 0..<max(0, unsafe hwloc_cpukinds_get_nr(topology, 0)) {
      var rank: Int32 = -1
      var count: UInt32 = 0
      var raw: UnsafeMutablePointer<hwloc_info_s>?
      guard unsafe hwloc_cpukinds_get_info(topology, UInt32(index), bitmap, &rank, &count, &raw, 0) == 0
      else {
        continue
      }
      kinds.append(
        CPUKind(cpus: unsafe set(bitmap), rank: rank < 0 ? nil : Int(rank), infos: unsafe infos(raw, count)))
    }
    return kinds
  }

  @unsafe private static func distances(of topology: hwloc_topology_t) -> Distances? {
    var count: UInt32 = 1
    var raw: UnsafeMutablePointer<hwloc_distances_s>?
    guard unsafe hwloc_distances_get_by_name(topology, "NUMALatency", &count, &raw, 0) == 0, count > 0,
      let matrix = unsafe raw
    else { return nil }
    defer { unsafe hwloc_distances_release(topology, matrix) }
    guard let objects = unsafe matrix.pointee.objs, let values = unsafe matrix.pointee.values else {
      return nil
    }
    let size = Int(unsafe matrix.pointee.nbobjs)
    var result = Distances(nodes: [], values: [])
    for row in 0..<size {
      guard let object = unsafe objects[row] else { return nil }
      result.nodes.append(Int(unsafe object.pointee.os_index))
      result.values.append((0..<size).map { Int(clamping: unsafe values[row * size + $0]) })
    }
    return result
  }

  // MARK: Values

  /// An infinite set, which only an undefined one could be, is taken as empty.
  @unsafe private static func set(_ bitmap: hwloc_const_bitmap_t?) -> CPUSet {
    guard let bitmap = unsafe bitmap else { return CPUSet() }
    let count = Int(unsafe hwloc_bitmap_nr_ulongs(bitmap))
    guard count > 0 else { return CPUSet() }
    var words = [UInt](repeating: 0, count: count)
    guard unsafe hwloc_bitmap_to_ulongs(bitmap, UInt32(count), &words) == 0 else { return CPUSet() }
    return CPUSet(words: words.map(UInt64.init))
  }

  @unsafe private static func infos(
    _ infos: UnsafeMutablePointer<hwloc_info_s>?, _ count: UInt32
  ) -> [String: String] {
    guard let infos = unsafe infos else { return [:] }
    var result: [String: String] = [:]
    for index in 0..<Int(count) {
      guard let name = unsafe text(infos[index].name), let value = unsafe text(infos[index].value) else {
        continue
      }
      result[name] = value
    }
    return result
  }

  @unsafe private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(cString: pointer)
  }
}
