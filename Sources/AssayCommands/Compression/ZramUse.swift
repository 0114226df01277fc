internal import CompressionBenchmark
internal import Experiment
internal import Platform

/// A zram device for the time of a Run, where one is wanted and can be had.
struct ZramUse {
  private let claim: ZramClaim?
  /// What the plan can count on; nil where none is wanted.
  let offer: ZramOffer?

  /// Claims a device.
  init(for options: CompressionOptions) throws {
    guard options.wantsZram else {
      claim = nil
      offer = nil
      return
    }
    // Watched before anything is changed: who stops the Run gets the device back.
    _ = AssayTool.interruption
    do {
      let claim = try ZramClaim()
      self.claim = claim
      offer = .device(number: claim.number, algorithms: claim.algorithms)
    } catch let reason as ZramClaim.Unavailable {
      claim = nil
      offer = .unavailable(reason.description)
    }
  }

  /// None.
  static var none: ZramUse { ZramUse(claim: nil, offer: nil) }

  private init(claim: ZramClaim?, offer: ZramOffer?) {
    self.claim = claim
    self.offer = offer
  }

  /// What the reader must know of it.
  var warnings: [Run.Warning] { claim?.warnings ?? [] }

  /// Runs `body` and puts the device back, on every way out.
  func whileClaimed(_ body: () async throws -> Void) async throws {
    let ended: Result<Void, any Error>
    do {
      ended = .success(try await body())
    } catch {
      ended = .failure(error)
    }
    do {
      try claim?.release()
    } catch {
      let name = claim.map { "zram\($0.number)" } ?? "zram"
      throw CommandFailure(
        "\(name) could not be put back: \(error); the next Run tries again, or echo 1 > /sys/block/\(name)/reset"
      )
    }
    try ended.get()
  }
}
