internal import Platform
internal import Statistics

/// A random sample of the anonymous pages that a process has in memory.
///
/// `/proc/PID/pagemap` tells which pages are there, so that reading brings in none that are not; they are read through
/// `/proc/PID/mem`. The process runs on meanwhile.
struct ProcessMemory {
  /// The most that is sampled.
  static let mostBytes = 64 << 20
  /// Pages are sampled in runs of neighbours up to this length, aligned to it: blocks larger than a page are then made of
  /// pages that belong together.
  static let runBytes = 128 << 10

  private let id: Int

  init(_ id: Int) { self.id = id }

  /// Why a process's memory was not read, in words.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Neighbouring pages.
  private struct PageRun {
    var address: UInt64
    var bytes: Int
  }

  /// Adds a sample to a file.
  ///
  /// - Parameter most: bytes; all pages where the process has no more.
  /// - Throws: `Failure`; what the file says.
  func take(into file: MemoryFile, most: Int, seed: UInt64) throws {
    var runs: [PageRun]
    let memory: SourceFile
    do {
      memory = try SourceFile("/proc/\(id)/mem")
      runs = try presentRuns()
    } catch {
      throw failure(error)
    }
    guard !runs.isEmpty else {
      throw Failure(description: "it has no anonymous memory, as kernel threads have none")
    }
    var generator = SeededGenerator(seed: seed)
    runs = Self.choose(generator.shuffled(runs), most: most)
    var taken = 0
    let pageBytes = PageKind.base.granularity
    for run in runs {
      // Pages that were given back meanwhile, or that only their device may read.
      guard let bytes = try? memory.bytes(from: run.address, count: run.bytes) else { continue }
      let whole = bytes.count / pageBytes * pageBytes
      if whole > 0 { try file.append(Array(bytes[..<whole])) }
      taken += whole
    }
    guard taken > 0 || most < pageBytes else {
      throw Failure(description: Files.exists("/proc/\(id)") ? "none of its pages could be read" : Self.ended)
    }
  }

  private static let ended = "the process has ended"

  private func failure(_ error: SystemError) -> Failure {
    if !Files.exists("/proc/\(id)") {
      return Failure(description: "there is no such process, or it has ended")
    }
    if error.isPermission {
      return Failure(
        description:
          "its memory may not be read (\(error.cause)): run as root, or as its user where kernel.yama.ptrace_scope is 0"
      )
    }
    return Failure(description: error.cause)
  }

  /// The first runs that fit, in the order of their addresses.
  private static func choose(_ runs: [PageRun], most: Int) -> [PageRun] {
    var left = most
    var chosen: [PageRun] = []
    for run in runs where run.bytes <= left {
      chosen.append(run)
      left -= run.bytes
    }
    return chosen.sorted { $0.address < $1.address }
  }

  /// All runs of anonymous pages that are in memory.
  private func presentRuns() throws(SystemError) -> [PageRun] {
    let pagemap = try SourceFile("/proc/\(id)/pagemap")
    let pageBytes = UInt64(PageKind.base.granularity)
    var runs: [PageRun] = []
    for area in AnonymousArea.parse(try Files.text("/proc/\(id)/smaps", limit: 1 << 28)) {
      var page = area.start / pageBytes
      let end = area.end / pageBytes
      while page < end {
        let count = min(Self.entriesAtOnce, Int(end - page))
        let entries = try pagemap.bytes(from: page * 8, count: count * 8)
        if entries.count < 8 { break }
        for index in 0..<(entries.count / 8) where Self.isPresentAnonymous(entries[index * 8 + 7]) {
          add(page + UInt64(index), pageBytes, to: &runs)
        }
        page += UInt64(entries.count / 8)
      }
    }
    return runs
  }

  private func add(_ page: UInt64, _ pageBytes: UInt64, to runs: inout [PageRun]) {
    let address = page * pageBytes
    if let last = runs.indices.last, runs[last].address + UInt64(runs[last].bytes) == address,
      !address.isMultiple(of: UInt64(Self.runBytes))
    {
      runs[last].bytes += Int(pageBytes)
    } else {
      runs.append(PageRun(address: address, bytes: Int(pageBytes)))
    }
  }

  /// Entries of pagemap that are read at once: half a megabyte.
  private static let entriesAtOnce = 1 << 16

  /// The highest byte of an entry: bit 63 says that the page is in memory, bit 61 that it is a file's or shared
  /// (Documentation/admin-guide/mm/pagemap.rst).
  static func isPresentAnonymous(_ highest: UInt8) -> Bool { highest & 0xa0 == 0x80 }

  // MARK: - All processes

  /// A process and how much anonymous memory it has.
  struct Share: Equatable {
    var id: Int
    var bytes: Int
  }

  /// All processes with anonymous memory but this one, and how many could not be asked.
  static func all() -> (processes: [Share], unreadable: Int) {
    var shares: [Share] = []
    var unreadable = 0
    for id in ((try? Files.names(in: "/proc")) ?? []).compactMap({ Int($0) }).sorted()
    where id != CurrentProcess.identifier {
      do {
        let bytes = AnonymousArea.anonymousBytes(in: try Files.text("/proc/\(id)/smaps_rollup"))
        if bytes > 0 { shares.append(Share(id: id, bytes: bytes)) }
      } catch {
        // Kernel threads answer that there is no such process.
        if error.isPermission { unreadable += 1 }
      }
    }
    return (shares, unreadable)
  }
}

/// A stretch of a process's addresses with anonymous pages in it.
struct AnonymousArea: Equatable {
  var start: UInt64
  var end: UInt64

  /// The areas in `/proc/PID/smaps` that have anonymous pages; the kernel's own pages are left out.
  static func parse(_ smaps: String) -> [AnonymousArea] {
    var areas: [AnonymousArea] = []
    var current: AnonymousArea?
    for line in smaps.split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard let first = words.first else { continue }
      if first == "Anonymous:" {
        if let area = current, words.count > 1, let kibibytes = Int(words[1]), kibibytes > 0 {
          areas.append(area)
        }
      } else if !first.hasSuffix(":"), let dash = first.firstIndex(of: "-"),
        let start = UInt64(first[..<dash], radix: 16),
        let end = UInt64(first[first.index(after: dash)...], radix: 16)
      {
        let isKernels = ["[vvar]", "[vvar_vclock]", "[vdso]", "[vsyscall]"].contains(words.last ?? "")
        current = isKernels ? nil : AnonymousArea(start: start, end: end)
      }
    }
    return areas
  }

  /// Bytes in the line `Anonymous:` of `smaps_rollup`; 0 where there is none.
  static func anonymousBytes(in rollup: String) -> Int {
    for line in rollup.split(separator: "\n") where line.hasPrefix("Anonymous:") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      return words.count > 1 ? (Int(words[1]) ?? 0) * 1_024 : 0
    }
    return 0
  }
}
