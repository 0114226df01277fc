/// A connection between this process and a child that inherits the far end: no file, nothing to remove.
public struct SocketPair: Sendable {
  /// The end that this process keeps.
  public let near: UnixSocket
  /// The end that a `ChildProcess` is given.
  public let far: InheritedDescriptor

  /// Makes both.
  public init() throws(SystemError) {
    let ends = try UnixSocket.rawPair()
    near = UnixSocket(owning: ends.0, subject: "the socket of a child")
    far = InheritedDescriptor(owning: ends.1)
  }
}
