internal import Platform

/// No link at all: a socket file in a directory of its own, by which one QEMU is connected to the other.
public final class DirectLink: MigrationLink {
  private let directory: PrivateDirectory
  /// Where the destination listens.
  public let incoming: String
  /// The same.
  public var outgoing: String { incoming }
  /// It sees nothing of what goes over it.
  public var carriedBytes: UInt64? { nil }

  /// Makes the directory.
  ///
  /// - Throws: `LinkError` of kind `failed`.
  public init() throws(LinkError) {
    do { directory = try PrivateDirectory(for: "link") } catch { throw LinkError(error) }
    incoming = "unix:\(directory.path)/destination"
  }

  /// Nobody connects any more. A connection that stands is QEMU's own, with nothing between that could break it: take a
  /// relay for that fault.
  public func cut() { directory.remove() }

  /// Removes the directory.
  public func close() { directory.remove() }
}
