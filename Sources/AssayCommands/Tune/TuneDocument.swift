internal import FoundationEssentials
internal import Platform
internal import Tuning

/// What a tuning command did, as JSON (`assay.tune/1`).
struct TuneDocument: Codable {
  var schema = "assay.tune/1"
  /// `apply`, `revert`, `recover`, `verify`, `status`, `log`.
  var action: String
  var steps: [Tuner.Step]?
  var checks: [Tuner.Check]?
  var profiles: [Tuner.Standing]?
  var entries: [TuningLog.Entry]?
  /// What an apply failed at; everything in `steps` was taken back then, as each tells.
  var failure: Failure?
  /// Why journal or log do not hold all of it.
  var unrecorded: String?
  /// What `apply --persist` could not make last over a boot, and why.
  var notPersisted: [TuningPlan.Kept]?
  /// What a reboot makes of an apply that waits to be confirmed.
  var overReboot: BootGuard.Promise?

  /// What an apply failed at.
  struct Failure: Codable {
    var key: SettingKey
    var reason: String
  }

  /// Writes it to standard output.
  func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    Console.output(String(decoding: try encoder.encode(self), as: UTF8.self))
  }
}
