internal import CPlatform
import Glibc
public import Statistics
import Synchronization

/// Worker threads that wait for requests and do a fixed piece of work for each, and a sender.
public enum RequestLoad {
  /// How requests arrive.
  public enum Arrival: Sendable, Equatable {
    /// A new one for each that is finished; as many are under way at once as there are workers.
    case closed
    /// At random moments (a Poisson process) with this mean rate in requests a second, whatever the workers do.
    case open(rate: Double, seed: UInt64)
  }

  /// What was seen.
  public struct Result: Sendable {
    /// From the sending of a request to the first instruction of the worker that it woke, in nanoseconds.
    public var wakeups = LatencyHistogram()
    /// From when a request was due to when it was done, in nanoseconds; its time in the queue is part of it.
    public var requests = LatencyHistogram()
    /// Requests done.
    public var done = 0
    /// Seconds from the start to the end of the last request.
    public var seconds = 0.0

    /// Requests a second.
    public var rate: Double { seconds > 0 ? Double(done) / seconds : 0 }
  }

  /// Sends requests for a time, and returns when the last is done.
  ///
  /// - Parameters:
  ///   - workers: the CPU that each worker is pinned to; nil leaves it to the scheduler.
  ///   - pieces: of about a microsecond each, that a request takes.
  /// - Throws: `SystemError` when a thread cannot be started or a sleep is refused; then all threads have ended.
  public static func run(
    workers: [Int?], pieces: Int, arrival: Arrival, seconds: Double
  ) throws -> Result {
    let due = dueTimes(arrival, seconds: seconds)
    // In closed loop a request takes a microsecond a piece and more.
    let most =
      due?.count ?? Int(seconds * 1e6 / Double(max(1, pieces)) * Double(workers.count) * 2) + workers.count
    guard most > 0 else { return Result() }
    let exchange = Exchange(count: most, limit: workers.count)
    let servers = workers.map { _ in Server() }
    var threads: [Thread] = []
    do {
      for (cpu, server) in zip(workers, servers) {
        threads.append(try Thread(on: cpu) { server.serve(exchange, pieces: pieces) })
      }
      let sender = Sender()
      // Time for all to fall asleep: the first request wakes a worker as all others do.
      let start = Clock.now() + 1_000_000
      let sending = try Thread { sender.send(exchange, due: due, from: start, seconds: seconds) }
      sending.join()
      for thread in threads { thread.join() }
      try sender.check()
      return collect(servers, from: start)
    } catch {
      exchange.close()
      for thread in threads { thread.join() }
      throw error
    }
  }

  private static func collect(_ servers: [Server], from start: UInt64) -> Result {
    var result = Result()
    var last = start
    for server in servers {
      result.wakeups.merge(server.wakeups.recorded)
      result.requests.merge(server.requests.recorded)
      result.done += server.done
      last = max(last, server.last)
    }
    result.seconds = Clock.seconds(from: start, to: last)
    return result
  }

  /// Nanoseconds from the start, ascending; nil in closed loop.
  private static func dueTimes(_ arrival: Arrival, seconds: Double) -> [UInt64]? {
    guard case .open(let rate, let seed) = arrival else { return nil }
    precondition(rate > 0)
    var generator = SeededGenerator(seed: seed)
    var times: [UInt64] = []
    var time = 0.0
    while true {
      // The gaps of a Poisson process are exponential: −ln(1 − u) / rate, by inversion.
      time += -log1p(-Double.random(in: 0..<1, using: &generator)) / rate
      if time >= seconds { return times }
      times.append(UInt64(time * 1e9))
    }
  }

  /// The shared words and the times of all requests.
  @safe private final class Exchange: @unchecked Sendable {
    // Changed by atomic operations in C only, after the sender has set when requests are due.
    let shared: UnsafeMutablePointer<assay_requests>
    let due: UnsafeMutablePointer<UInt64>
    private let sent: UnsafeMutablePointer<UInt64>

    init(count: Int, limit: Int) {
      unsafe due = .allocate(capacity: count)
      unsafe sent = .allocate(capacity: count)
      // Touched now, so that no request waits for a page.
      unsafe due.initialize(repeating: 0, count: count)
      unsafe sent.initialize(repeating: 0, count: count)
      unsafe shared = .allocate(capacity: 1)
      unsafe shared.initialize(to: assay_requests())
      unsafe shared.pointee.sent = sent
      unsafe shared.pointee.count = UInt32(clamping: count)
      unsafe shared.pointee.limit = UInt32(clamping: limit)
    }

    deinit {
      unsafe due.deallocate()
      unsafe sent.deallocate()
      unsafe shared.deallocate()
    }

    func close() { unsafe assay_close_requests(shared) }
  }

  private final class Sender: Sendable {
    private let failure = Mutex<SystemError?>(nil)

    func send(_ exchange: Exchange, due: [UInt64]?, from start: UInt64, seconds: Double) {
      if let due {
        for (index, time) in due.enumerated() { unsafe exchange.due[index] = start + time }
        unsafe exchange.shared.pointee.due = UnsafePointer(exchange.due)
      }
      do throws(SystemError) {
        try TimerSlack.set(nanoseconds: 1)
        try SystemCall.run("send requests") {
          unsafe assay_send_requests(exchange.shared, start + UInt64(seconds * 1e9))
        }
      } catch {
        failure.withLock { $0 = error }
        exchange.close()
      }
    }

    func check() throws(SystemError) {
      if let error = failure.withLock({ $0 }) { throw error }
    }
  }

  /// One worker: its recorders, touched before it starts.
  private final class Server: @unchecked Sendable {
    // Its thread writes, and others read after that has ended.
    let wakeups = LatencyRecorder()
    let requests = LatencyRecorder()
    private(set) var done = 0
    private(set) var last: UInt64 = 0

    func serve(_ exchange: Exchange, pieces: Int) {
      var state = unsafe assay_request_worker(
        wakeups: wakeups.histogram, requests: requests.histogram, done: 0, last: 0)
      unsafe assay_serve_requests(exchange.shared, UInt32(clamping: pieces), &state)
      done = unsafe Int(state.done)
      last = unsafe state.last
    }
  }
}
