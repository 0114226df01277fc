internal import Platform

/// What a twin boots: a kernel, and a first file system with our programs. Made once, booted often.
public struct TwinImage: Sendable {
  /// The kernel.
  public let kernel: Kernel
  private let archive: MemoryFile

  /// Puts the first file system together, in memory: nothing is left behind however this process ends.
  ///
  /// - Parameters:
  ///   - programs: ours, each with the libraries that it needs.
  ///   - files: further files by their path in the guest.
  public init(kernel: Kernel, programs: [GuestProgram] = [], files: [String: [UInt8]] = [:]) async throws {
    self.kernel = kernel
    archive = try MemoryFile()
    try archive.append(try await Initramfs.build(kernel: kernel, programs: programs, files: files))
  }

  /// The path of the first file system, while this value lives.
  public var initramfs: String { archive.pathForOthers }

  /// Its bytes.
  public var initramfsBytes: Int { archive.byteCount }
}
