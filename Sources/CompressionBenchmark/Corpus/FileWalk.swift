internal import Experiment
internal import Platform

/// The regular files below a path, and what was passed by.
struct FileWalk {
  /// Files with content, each once, in the order of their paths.
  private(set) var files: [Extent] = []
  /// How many of each kind were passed by.
  private(set) var skipped: [String: Int] = [:]
  private var seen: Set<FileStatus.Identity> = []

  /// Walks a directory, or takes a file. A link at the path itself is followed, those inside are passed by; so there are
  /// no loops.
  ///
  /// - Throws: `PlanRefused` where the path cannot be taken at all, or where nothing is left of it.
  init(_ path: String) throws(PlanRefused) {
    let start: String
    let status: FileStatus
    do {
      start = try Files.resolved(path)
      status = try FileStatus(of: start)
    } catch {
      throw PlanRefused("--file \(path): \(error.cause)")
    }
    switch status.kind {
    case .directory:
      do { _ = try Files.names(in: start) } catch { throw PlanRefused("--file \(path): \(error.cause)") }
      walk(from: start)
      if files.isEmpty {
        let passed = skipped.isEmpty ? "" : "; passed by: \(skippedText)"
        throw PlanRefused("--file \(path): no file with content that may be read is in it\(passed)")
      }
    case .file:
      do { _ = try SourceFile(start) } catch { throw PlanRefused("--file \(path): \(error.cause)") }
      guard status.bytes > 0 else { throw PlanRefused("--file \(path): the file is empty") }
      files = [Extent(path: start, bytes: status.bytes)]
    case .blockDevice: throw PlanRefused("--file \(path): a block device; take --device \(path)")
    case let kind: throw PlanRefused("--file \(path): \(Self.words(kind)), not a file or a directory")
    }
  }

  /// `2 sockets, 1 empty file`; empty where nothing was passed by.
  var skippedText: String {
    skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }

  private mutating func walk(from start: String) {
    var waiting = [start]
    while let directory = waiting.popLast() {
      let names: [String]
      do {
        names = try Files.names(in: directory)
      } catch {
        skip(error.isPermission ? "unreadable" : "vanished")
        continue
      }
      var below: [String] = []
      for name in names {
        let path = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
        guard let status = try? FileStatus(of: path, followingLinks: false) else {
          skip("vanished")
          continue
        }
        switch status.kind {
        case .directory: below.append(path)
        case .file: take(path, status)
        case let kind: skip(Self.word(kind))
        }
      }
      // The last one in is the first one out.
      waiting += below.reversed()
    }
  }

  private mutating func take(_ path: String, _ status: FileStatus) {
    guard status.bytes > 0 else { return skip("empty") }
    guard seen.insert(status.identity).inserted else { return skip("hard link") }
    do {
      _ = try SourceFile(path, followingLinks: false)
      files.append(Extent(path: path, bytes: status.bytes))
    } catch {
      skip(error.isPermission ? "unreadable" : "vanished")
    }
  }

  private mutating func skip(_ kind: String) { skipped[kind, default: 0] += 1 }

  private static func word(_ kind: FileStatus.Kind) -> String {
    switch kind {
    case .socket: "socket"
    case .pipe: "pipe"
    case .link: "link"
    case .blockDevice, .characterDevice: "device"
    case .file, .directory, .unknown: "unknown"
    }
  }

  private static func words(_ kind: FileStatus.Kind) -> String {
    kind == .characterDevice ? "a character device" : "a \(word(kind))"
  }
}
