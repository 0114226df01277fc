import MigrationBenchmark
import Platform

/// Whether networks of our own can be had here.
enum Networks {
  /// Why not; nil where they can.
  static let refusal: String? = {
    do { _ = try NetworkLab(members: 2, rate: 1e6) } catch { return "\(error)" }
    return nil
  }()

  static var areThere: Bool { refusal == nil }
  static var reason: String { refusal ?? "" }

  /// The interfaces of the machine.
  static func ofTheMachine() throws -> [String] { try Files.names(in: "/sys/class/net") }
}
