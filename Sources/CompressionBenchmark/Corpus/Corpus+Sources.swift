internal import Experiment
internal import Platform

extension Corpus {
  /// Files: one, or those below a directory.
  ///
  /// - Throws: `PlanRefused` where there is nothing to take.
  public static func files(_ path: String, limit: Int) throws -> Corpus {
    let walk = try FileWalk(path)
    var warnings: [Run.Warning] = []
    if !walk.skipped.isEmpty {
      warnings.append(
        Run.Warning(
          code: "compression.files_skipped",
          message: "\(path): \(walk.files.count) files were taken, passed by: \(walk.skippedText)",
          advice: "links are followed only when they are named themselves; unreadable ones need other rights")
      )
    }
    return try Corpus(
      name: "file:\(path)", extents: walk.files, areFiles: true, limit: limit, warnings: warnings)
  }

  /// A stretch of a block device, which is opened for reading only.
  ///
  /// - Throws: `PlanRefused` where it is none, may not be read, or is shorter.
  public static func device(_ path: String, offset: Int, length: Int?, limit: Int) throws -> Corpus {
    let bytes: UInt64
    do {
      guard try FileStatus(of: path).kind == .blockDevice else {
        throw PlanRefused("--device \(path): no block device; take --file for files")
      }
      bytes = try SourceFile(path).byteCount
    } catch let error as SystemError {
      throw PlanRefused("--device \(path): \(error.cause)")
    }
    let rest = Int(clamping: bytes) - offset
    guard rest > 0, length ?? 1 <= rest else {
      throw PlanRefused("--device \(path): it has \(bytes) bytes; take a smaller --offset or --length")
    }
    return try Corpus(
      name: "device:\(path)",
      extents: [Extent(path: path, offset: UInt64(offset), bytes: length ?? rest)], limit: limit)
  }

  /// Memory of one process.
  ///
  /// - Throws: `PlanRefused` where it may not be read, ended meanwhile, or has none.
  public static func process(_ id: Int, seed: UInt64, limit: Int) throws -> Corpus {
    let file = try MemoryFile()
    let sample = ProcessMemory(id)
    do {
      try sample.take(into: file, most: min(limit, ProcessMemory.mostBytes), seed: seed)
    } catch let error as ProcessMemory.Failure {
      throw PlanRefused("--process \(id): \(error)")
    }
    let name = Files.fact("/proc/\(id)/comm") ?? "\(id)"
    return try Corpus(
      name: "process:\(name)", extents: [Extent(path: file.pathForOthers, bytes: file.byteCount)],
      limit: limit,
      sample: file)
  }

  /// Memory of all processes that may be read, in proportion to what they have.
  ///
  /// - Throws: `PlanRefused` where there is none.
  public static func processes(seed: UInt64, limit: Int) throws -> Corpus {
    let file = try MemoryFile()
    let found = ProcessMemory.all()
    let total = found.processes.reduce(0) { $0 + $1.bytes }
    let most = min(limit, ProcessMemory.mostBytes)
    var failed = found.unreadable
    var taken = 0
    for (number, process) in found.processes.enumerated() {
      let share = Int(Double(most) * Double(process.bytes) / Double(total))
      do {
        try ProcessMemory(process.id).take(into: file, most: share, seed: seed &+ UInt64(number))
        taken += 1
      } catch is ProcessMemory.Failure {
        failed += 1
      }
    }
    guard file.byteCount > 0 else {
      throw PlanRefused("--memory: no process's memory may be read; run as root")
    }
    var warnings: [Run.Warning] = []
    if failed > 0 {
      warnings.append(
        Run.Warning(
          code: "compression.processes_skipped",
          message: "memory of \(taken) processes was sampled; \(failed) could not be read or ended meanwhile",
          advice: "run as root to read all"))
    }
    return try Corpus(
      name: "processes", extents: [Extent(path: file.pathForOthers, bytes: file.byteCount)], limit: limit,
      sample: file, warnings: warnings)
  }

  /// Made up.
  ///
  /// - Parameter byteCount: rounded up to whole pages of 8 KiB.
  public static func generated(_ kind: GeneratedCorpus, byteCount: Int, seed: UInt64) throws -> Corpus {
    let file = try MemoryFile()
    try file.append(kind.bytes(byteCount, seed: seed))
    return try Corpus(
      name: kind.rawValue, extents: [Extent(path: file.pathForOthers, bytes: file.byteCount)], limit: .max,
      sample: file)
  }
}
