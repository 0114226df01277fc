/// A kernel that a twin can boot, unpacked into the cache.
public struct Kernel: Codable, Sendable, Equatable {
  /// Its release: `6.1.0-56-cloud-amd64`.
  public let release: String
  /// What QEMU loads.
  public let image: String
  /// The directory of its modules, with `modules.dep`.
  public let modules: String

  /// A kernel of these files.
  public init(release: String, image: String, modules: String) {
    self.release = release
    self.image = image
    self.modules = modules
  }
}

/// Where a kernel comes from.
public enum KernelSource: Sendable, Equatable {
  /// Debian's present cloud kernel.
  case latest
  /// A package that apt knows by name: `linux-image-6.1.0-47-cloud-amd64`.
  case package(String)
  /// A package file.
  case file(String)

  /// What `--kernel` takes: a package's name or a package file.
  ///
  /// - Throws: `TwinError` of kind `badRequest`.
  public init(text: String) throws(TwinError) {
    if text.hasSuffix(".deb") || text.contains("/") {
      self = .file(text)
    } else if Self.isPackageName(text) {
      self = .package(text)
    } else {
      throw TwinError(
        .badRequest,
        "--kernel '\(text)': a Debian package's name (linux-image-…) or a .deb file is needed")
    }
  }

  /// As Debian's policy has it: lower case letters, digits, `+-.`, at least two, the first no sign.
  private static func isPackageName(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || Array("+-.".utf8).contains(byte)
    }
    return isPlain && text.utf8.count > 1 && text.first.map { $0.isLetter || $0.isNumber } ?? false
  }
}
