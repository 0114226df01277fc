import Foundation
import Glibc
import Platform
import Synchronization

/// A directory of files made for one test, removed with it: a machine that never was.
public final class TemporaryTree: Sendable {
  /// The directory, absolute.
  public let path: String

  /// Writes files, named by their paths below the tree.
  ///
  /// - Parameter inMemory: for trees that are written many times: where nothing waits for a disk, if there is such a
  ///   place.
  public init(_ files: [String: String] = [:], inMemory: Bool = false) throws {
    let memory = "/dev/shm"
    path = try Self.make("tree", in: inMemory && Files.isWritable(memory) ? memory : nil)
    for (name, text) in files { try write(name, text) }
  }

  deinit { Self.remove(path) }

  /// Writes a file, named by its path below the tree, and the directories above it.
  public func write(_ name: String, _ text: String) throws {
    try Files.createDirectories(Files.parent(of: "\(path)/\(name)"))
    // Not by Files.replace, which syncs, and whose own tests count its calls.
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  private static func make(_ purpose: String, in place: String? = nil) throws -> String {
    let base = place ?? FileManager.default.temporaryDirectory.path
    let path = "\(base)/assay-\(purpose)-\(UUID().uuidString)"
    try Files.createDirectories(path)
    return path
  }

  private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  // MARK: Kept until the process ends

  private static let kept = Mutex<[String]>([])

  /// A directory that is removed when the test process exits.
  public static func reserve(_ purpose: String) throws -> String {
    let path = try make(purpose)
    let isFirst = kept.withLock { paths in
      paths.append(path)
      return paths.count == 1
    }
    if isFirst { atexit { TemporaryTree.kept.withLock { $0 }.forEach(TemporaryTree.remove) } }
    return path
  }
}
