/// Who waits for what of a guest: answers come in on one side, waiting commands are woken on the other.
actor GuestPort {
  private typealias Waiter = CheckedContinuation<GuestResult, any Error>

  private var parser = ReplyParser()
  private var console = LastLines()
  private var uptime: Double?
  private var waitingForReady: CheckedContinuation<Double, any Error>?
  private var waiting: [Int: Waiter] = [:]
  private var answered: [Int: GuestResult] = [:]
  private var abandoned: Set<Int> = []
  private var nextRequest = 1
  private var loss: String?
  private var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  private var hasEnded = false

  /// What QEMU and the guest's console said, the last 32 KiB.
  var consoleText: String { console.text }
  /// The last lines of it, for a message.
  var lastWords: String { console.quoted() }

  // MARK: What comes in

  func consoleSaid(_ bytes: [UInt8]) { console.add(bytes) }

  func portSaid(_ bytes: [UInt8]) {
    if loss != nil { return }
    do {
      for reply in try parser.add(bytes) { take(reply) }
    } catch {
      lose(error.description)
    }
  }

  /// QEMU is gone: its end of the port is closed.
  func ended() {
    hasEnded = true
    lose("QEMU ended")
    for waiter in waitingForEnd { waiter.resume() }
    waitingForEnd = []
  }

  /// No answer will come any more, for this reason; the first reason stays.
  func lose(_ reason: String) {
    guard loss == nil else { return }
    loss = reason
    let error = lost(reason)
    waitingForReady?.resume(throwing: error)
    waitingForReady = nil
    for waiter in waiting.values { waiter.resume(throwing: error) }
    waiting = [:]
  }

  private func lost(_ reason: String) -> TwinError { TwinError(.powerLost, "the twin is gone: \(reason)") }

  private func take(_ reply: ReplyParser.Reply) {
    switch reply {
    case .ready(let seconds):
      uptime = seconds
      waitingForReady?.resume(returning: seconds)
      waitingForReady = nil
    case .ended(let request, let result):
      if abandoned.remove(request) != nil { return }
      if let waiter = waiting.removeValue(forKey: request) {
        waiter.resume(returning: result)
      } else {
        answered[request] = result
      }
    }
  }

  // MARK: Waiting

  /// Seconds that the guest's clock showed when it was up. For one waiter.
  func ready() async throws -> Double {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if let uptime {
          continuation.resume(returning: uptime)
        } else if let loss {
          continuation.resume(throwing: lost(loss))
        } else if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
        } else {
          waitingForReady = continuation
        }
      }
    } onCancel: {
      Task { await self.giveUpReady() }
    }
  }

  /// The number of a new request.
  func newRequest() throws -> Int {
    if let loss { throw lost(loss) }
    defer { nextRequest += 1 }
    return nextRequest
  }

  /// The answer to a request.
  func answer(to request: Int) async throws -> GuestResult {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if let result = answered.removeValue(forKey: request) {
          continuation.resume(returning: result)
        } else if let loss {
          continuation.resume(throwing: lost(loss))
        } else if Task.isCancelled {
          abandoned.insert(request)
          continuation.resume(throwing: CancellationError())
        } else {
          waiting[request] = continuation
        }
      }
    } onCancel: {
      Task { await self.giveUp(request) }
    }
  }

  /// Waits until QEMU has closed its end.
  func end() async {
    if hasEnded { return }
    await withCheckedContinuation { waitingForEnd.append($0) }
  }

  private func giveUpReady() {
    waitingForReady?.resume(throwing: CancellationError())
    waitingForReady = nil
  }

  private func giveUp(_ request: Int) {
    guard let waiter = waiting.removeValue(forKey: request) else { return }
    abandoned.insert(request)
    waiter.resume(throwing: CancellationError())
  }
}
