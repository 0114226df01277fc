internal import CPlatform

/// One thread's contexts of a codec at a level, made once and used for every block.
@safe public final class Coder: @unchecked Sendable {
  // One thread uses it at a time.
  let raw: OpaquePointer
  /// The codec.
  public let codec: Codec
  /// Its level.
  public let level: Int

  /// Makes the contexts.
  ///
  /// - Parameters:
  ///   - level: one of `codec.levels`.
  ///   - dictionary: for zstd only.
  /// - Throws: when memory is refused, or the dictionary is none.
  public init(_ codec: Codec, level: Int, dictionary: CodecDictionary? = nil) throws(CodecError) {
    precondition(codec.levels.contains(level) && (dictionary == nil || codec == .zstd))
    self.codec = codec
    self.level = level
    var made: OpaquePointer? = nil
    let bytes = dictionary?.bytes ?? []
    let result = unsafe bytes.withUnsafeBytes { raw in
      unsafe assay_make_coder(
        codec.code, Int32(level), dictionary == nil ? nil : raw.baseAddress, raw.count, &made)
    }
    guard result >= 0, let coder = unsafe made else { throw CodecError(result: result, block: nil) }
    unsafe raw = coder
  }

  deinit { unsafe assay_free_coder(raw) }
}

/// What zstd shall know before it sees a block.
public struct CodecDictionary: Sendable, Equatable {
  /// The length that zstd trains unless told otherwise (`zstd --train --maxdict`).
  public static let usualBytes = 112_640

  /// As zstd made them.
  public let bytes: [UInt8]

  /// A dictionary that was trained before.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Trains one.
  ///
  /// - Parameters:
  ///   - samples: one behind the other; some hundred times the dictionary's length is best.
  ///   - sizes: the length of each sample, together those of `samples`.
  /// - Throws: when the samples are too few or have nothing in common.
  public init(trainedOn samples: [UInt8], sizes: [Int], byteCount: Int = usualBytes) throws(CodecError) {
    precondition(sizes.reduce(0, +) == samples.count && byteCount > 0)
    var trained = [UInt8](repeating: 0, count: byteCount)
    let result = unsafe trained.withUnsafeMutableBytes { room in
      unsafe samples.withUnsafeBytes { samples in
        unsafe sizes.map { UInt($0) }.withUnsafeBufferPointer { sizes in
          guard let room = room.baseAddress, let samples = samples.baseAddress, let first = sizes.baseAddress
          else { return -1 }
          return unsafe assay_train_dictionary(
            room, byteCount, samples, UnsafeRawPointer(first).assumingMemoryBound(to: Int.self),
            UInt32(sizes.count))
        }
      }
    }
    guard result > 0 else { throw CodecError(result: result, block: nil) }
    bytes = Array(trained[..<result])
  }
}
