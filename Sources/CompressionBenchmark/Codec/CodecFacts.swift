internal import Platform

/// What a Run notes of the libraries.
public enum CodecFacts {
  /// `compression.zstd`, `compression.lz4`: versions.
  public static var noted: [String: String] {
    var facts: [String: String] = [:]
    for codec in [Codec.zstd, .lz4] { facts["compression.\(codec.rawValue)"] = codec.libraryVersion }
    return facts
  }
}
