/// What compressing a stream brings on a link: memory that a live migration sends, blocks that a replica gets.
///
/// Sender, link and receiver work at the same time, so the whole takes as long as its slowest stage. Without
/// compression that is size/link; with it max(size/throughput, size/(ratio·link)), where the throughput is that of the
/// slower end. So it pays when throughput > link and ratio > 1, and up to a link of throughput/ratio it brings the
/// whole ratio.
struct CompressionStream: Sendable {
  /// Uncompressed bytes a second of the slower of compressing and decompressing.
  var throughput: Double
  /// Uncompressed over compressed bytes.
  var ratio: Double

  /// How many times as fast the stream is as without compression; below 1 it is slower.
  ///
  /// - Parameter link: bytes a second, above 0.
  func gain(link: Double) -> Double { min(throughput / link, ratio) }

  /// The link up to which it brings the whole ratio, bytes a second.
  var fullGainLink: Double { throughput / ratio }
}
