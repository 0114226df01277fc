internal import Platform
internal import Subprocess
internal import SystemPackage

extension Twin {
  /// How long a boot may take; TCG on a busy host needs some seconds.
  public static let bootLimit: Duration = .seconds(60)

  /// Boots a machine, runs `body` with it, and ends it: when this returns or throws, QEMU is gone.
  ///
  /// A guest that hangs at its boot is started once more, and standard error says so: under TCG (QEMU 7.2) one
  /// was seen to hang before its kernel said a word.
  ///
  /// Nothing outlives this process either: the kernel kills QEMU with it, and disk and first file system are files in
  /// memory.
  ///
  /// - Throws: what `body` throws; `TwinError` with the last lines of QEMU and the console: of kind `late` when the guest
  ///   does not come up in time, twice, and `boot` when it ends before it is up.
  public static func withRunning<Value: Sendable>(
    _ machine: TwinMachine, on qemu: QEMU, bootWithin limit: Duration = bootLimit,
    _ body: @escaping @Sendable (Twin) async throws -> Value
  ) async throws -> Value {
    try await withRunning(arguments: machine.arguments, on: qemu, bootWithin: limit, body)
  }

  static func withRunning<Value: Sendable>(
    arguments: [String], on qemu: QEMU, bootWithin limit: Duration,
    _ body: @escaping @Sendable (Twin) async throws -> Value
  ) async throws -> Value {
    do {
      return try await started(arguments, on: qemu, bootWithin: limit, body)
    } catch let error as TwinError where error.kind == .late {
      Console.error("assay: the twin did not come up within \(limit) and is started once more")
      return try await started(arguments, on: qemu, bootWithin: limit, body)
    }
  }

  private static func started<Value: Sendable>(
    _ arguments: [String], on qemu: QEMU, bootWithin limit: Duration,
    _ body: @escaping @Sendable (Twin) async throws -> Value
  ) async throws -> Value {
    let words = try qemu.command(arguments)
    // A command that is sent while QEMU dies must be an error, not our death.
    try CurrentProcess.ignoreBrokenPipe()
    let start = Clock.now()
    let port = GuestPort()
    let result = try await Subprocess.run(
      .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())),
      platformOptions: QEMU.killed, input: .inputWriter, output: .sequence, error: .sequence
    ) { execution in
      // Killing what has ended already is no failure, and there is nothing else that could fail.
      let kill: @Sendable () -> Void = { try? execution.send(signal: .kill) }
      return await withTaskGroup(of: Void.self) { readers in
        readers.addTask {
          do {
            for try await piece in execution.standardOutput { await port.portSaid([UInt8](piece.bytes)) }
          } catch {
            await port.lose("its port cannot be read: \(error)")
          }
          await port.ended()
        }
        readers.addTask {
          do {
            for try await piece in execution.standardError { await port.consoleSaid([UInt8](piece.bytes)) }
          } catch {
            await port.consoleSaid(Array("the console cannot be read: \(error)\n".utf8))
          }
        }
        let outcome: Result<Value, any Error>
        do {
          let uptime = try await boot(port, within: limit)
          let twin = Twin(
            port: port, bootSeconds: Clock.seconds(from: start, to: Clock.now()), guestUptime: uptime,
            send: { _ = try await execution.standardInputWriter.write($0) }, kill: kill)
          outcome = .success(try await body(twin))
        } catch {
          outcome = .failure(error)
        }
        kill()
        // They end with QEMU: then all that it said is there.
        await readers.waitForAll()
        return await explained(outcome, port)
      }
    }
    return try result.closureResult.get()
  }

  private static func boot(_ port: GuestPort, within limit: Duration) async throws -> Double {
    let late = TwinError(.late, "the twin did not come up within \(limit)")
    do {
      return try await withTimeLimit(limit, or: late) { try await port.ready() }
    } catch let error as TwinError where error.kind == .powerLost {
      throw TwinError(.boot, "the twin did not come up: QEMU ended")
    }
  }

  /// A boot that failed, a command that hung or a guest that was lost, with what was said last.
  private static func explained<Value>(
    _ outcome: Result<Value, any Error>, _ port: GuestPort
  ) async -> Result<Value, any Error> {
    guard case .failure(let error as TwinError) = outcome,
      [.boot, .late, .timeLimit, .powerLost].contains(error.kind)
    else { return outcome }
    return .failure(TwinError(error.kind, "\(error.description); \(await port.lastWords)"))
  }
}
