/// QEMU's version, as it says itself.
public struct QEMUVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
  /// The three numbers.
  public let major, minor, micro: Int
  /// The distribution's name for its build; empty where there is none.
  public let package: String

  /// A version to compare with.
  public init(_ major: Int, _ minor: Int = 0, _ micro: Int = 0, package: String = "") {
    self.major = major
    self.minor = minor
    self.micro = micro
    self.package = package
  }

  /// By the numbers alone.
  public static func < (one: QEMUVersion, other: QEMUVersion) -> Bool {
    (one.major, one.minor, one.micro) < (other.major, other.minor, other.micro)
  }

  /// `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`.
  public var description: String {
    "\(major).\(minor).\(micro)" + (package.isEmpty ? "" : " (\(package))")
  }
}

extension QEMUVersion: Decodable {
  private enum Keys: String, CodingKey {
    case qemu, package, major, minor, micro
  }

  /// From `{"qemu": {"major": 7, …}, "package": "…"}`.
  public init(from decoder: any Decoder) throws {
    let version = try decoder.container(keyedBy: Keys.self)
    let numbers = try version.nestedContainer(keyedBy: Keys.self, forKey: .qemu)
    self.init(
      try numbers.decode(Int.self, forKey: .major), try numbers.decode(Int.self, forKey: .minor),
      try numbers.decode(Int.self, forKey: .micro),
      package: try version.decodeIfPresent(String.self, forKey: .package) ?? "")
  }
}
