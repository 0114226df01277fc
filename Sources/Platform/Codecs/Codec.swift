internal import CPlatform

/// A way to compress blocks.
public enum Codec: String, Sendable, Codable, CaseIterable {
  /// Copies: the least that moving data costs.
  case memcpy
  /// lz4's fast compressor; its level is the acceleration.
  case lz4
  /// lz4's thorough compressor, with lz4's format.
  case lz4hc
  /// Zstandard.
  case zstd

  /// Levels that can be asked for.
  public var levels: ClosedRange<Int> {
    switch self {
    case .memcpy: 0...0
    case .lz4: 1...65_537
    case .lz4hc: 1...12
    case .zstd: -5...22
    }
  }

  /// Levels beyond this take much memory and time, and must be asked for twice; nil where none do.
  public var highestUsualLevel: Int? { self == .zstd ? 19 : nil }

  /// The version of its library: `1.5.4`; nil for `memcpy`.
  public var libraryVersion: String? {
    unsafe assay_codec_version(code).map { unsafe String(cString: $0) }
  }

  /// The most bytes that compressing `byteCount` bytes can give.
  public func bound(_ byteCount: Int) -> Int { assay_codec_bound(code, byteCount) }

  var code: assay_codec {
    switch self {
    case .memcpy: ASSAY_CODEC_MEMCPY
    case .lz4: ASSAY_CODEC_LZ4
    case .lz4hc: ASSAY_CODEC_LZ4HC
    case .zstd: ASSAY_CODEC_ZSTD
    }
  }
}

/// Which way.
public enum CodingDirection: String, Sendable, Codable, CaseIterable {
  case compress, decompress

  var code: assay_direction { self == .compress ? ASSAY_COMPRESS : ASSAY_DECOMPRESS }
}

/// A codec that failed: the library's own words, and where.
public struct CodecError: Error, Sendable, Equatable, CustomStringConvertible {
  /// As the C functions return it, negative.
  public let result: Int
  /// The number of the block; nil where it was none's.
  public let block: Int?

  /// The library's words.
  public var cause: String { unsafe String(cString: assay_codec_error(result)) }

  /// `block 7: Data corruption detected`.
  public var description: String { (block.map { "block \($0): " } ?? "") + cause }
}
