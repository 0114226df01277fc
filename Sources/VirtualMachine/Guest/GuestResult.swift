/// What a command in the guest gave.
public struct GuestResult: Sendable, Equatable {
  /// Its exit code; 128 + N when signal N ended it.
  public let code: Int
  /// Bytes of its standard output.
  public let outputBytes: [UInt8]
  /// Bytes of its standard error.
  public let errorBytes: [UInt8]

  /// Its standard output as text.
  public var output: String { String(decoding: outputBytes, as: UTF8.self) }
  /// Its standard error as text.
  public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}
