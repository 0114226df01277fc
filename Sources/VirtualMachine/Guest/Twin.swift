internal import Platform
internal import Subprocess

/// A twin that runs. `Twin.withRunning` makes one, and takes care that nothing of it is left.
public final class Twin: Sendable {
  /// The longest script in bytes: its line must fit into a pipe that nobody reads yet.
  public static let scriptLimit = 32 << 10

  /// Seconds from the start of QEMU until the guest answered.
  public let bootSeconds: Double
  /// Seconds on the guest's own clock when it answered.
  public let guestUptime: Double

  private let port: GuestPort
  private let send: @Sendable ([UInt8]) async throws -> Void
  private let kill: @Sendable () -> Void

  init(
    port: GuestPort, bootSeconds: Double, guestUptime: Double,
    send: @escaping @Sendable ([UInt8]) async throws -> Void, kill: @escaping @Sendable () -> Void
  ) {
    self.port = port
    self.bootSeconds = bootSeconds
    self.guestUptime = guestUptime
    self.send = send
    self.kill = kill
  }

  /// Runs a script for busybox's shell as root in the guest, without input.
  ///
  /// One after the other: a second script waits for the first, also for one whose wait was given up.
  ///
  /// - Returns: its exit code and what it printed, whatever the code is.
  /// - Throws: `TwinError`: `timeLimit` when it has not ended in time (it goes on in the guest), `powerLost` when the
  ///   guest is gone, `badRequest` for a script over 32 KiB.
  public func run(_ script: String, within limit: Duration = .seconds(30)) async throws -> GuestResult {
    guard script.utf8.count <= Self.scriptLimit else {
      throw TwinError(
        .badRequest, "a script of \(script.utf8.count) bytes is too long; put it into the image as a file")
    }
    let request = try await port.newRequest()
    let line = "\(request) \(Base64.encode(Array(script.utf8)))\n"
    let brief = script.split(separator: "\n").first.map { String($0.prefix(60)) } ?? ""
    return try await withTimeLimit(
      limit, or: TwinError(.timeLimit, "the twin did not end '\(brief)' within \(limit)")
    ) { [port, send] in
      do {
        try await send(Array(line.utf8))
      } catch is SubprocessError {
        await port.lose("its port is closed")
      }
      return try await port.answer(to: request)
    }
  }

  /// Runs a script that must end with 0.
  ///
  /// - Returns: its standard output without white space at both ends.
  /// - Throws: also `TwinError` of kind `command`, with what it said.
  @discardableResult
  public func check(_ script: String, within limit: Duration = .seconds(30)) async throws -> String {
    let result = try await run(script, within: limit)
    guard result.code == 0 else {
      let said = (result.errors.isEmpty ? result.output : result.errors).trimmingSpace()
      throw TwinError(.command, "in the twin, '\(script)' ended with \(result.code): \(said)")
    }
    return result.output.trimmingSpace()
  }

  /// Cuts the power: QEMU is killed in the middle of whatever the guest does. What the guest wrote without a sync is
  /// lost with its page cache; what it had handed to the disk stays.
  ///
  /// The disk can be used again when `withRunning` has returned.
  public func cutPower() async {
    await port.lose("its power was cut")
    kill()
    await port.end()
  }

  /// Shuts down in order: unmounts the state disk and powers off.
  ///
  /// - Throws: `TwinError` of kind `timeLimit` when it does not; then cut its power.
  public func shutDown(within limit: Duration = .seconds(30)) async throws {
    try await check("sync; umount /var/lib/assay", within: limit)
    let request = try await port.newRequest()
    try await send(Array("\(request) \(Base64.encode(Array("poweroff -f".utf8)))\n".utf8))
    try await withTimeLimit(limit, or: TwinError(.timeLimit, "the twin did not power off within \(limit)")) {
      [port] in await port.end()
    }
  }

  /// What QEMU and the guest's console said so far, the last 32 KiB.
  public var console: String {
    get async { await port.consoleText }
  }
}
