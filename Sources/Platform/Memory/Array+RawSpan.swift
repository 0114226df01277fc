extension [UInt8] {
  /// The bytes of a span, in one copy.
  public init(_ span: borrowing RawSpan) {
    self = unsafe span.withUnsafeBytes { unsafe [UInt8]($0) }
  }
}
