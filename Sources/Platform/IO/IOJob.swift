internal import CPlatform

/// What one thread's queue of requests does.
public struct IOJob: Sendable, Equatable {
  /// What hands the requests to the kernel.
  public enum Engine: String, Sendable, Codable, CaseIterable {
    /// Linux AIO through libaio.
    case libaio
    /// io_uring through liburing.
    case uring = "io_uring"
    /// pread and pwrite, one request at a time.
    case sync
  }

  /// Where libaio's completions are looked for.
  public enum Completion: String, Sendable, Codable, CaseIterable {
    /// By io_getevents.
    case syscall
    /// In the ring that the kernel shares; by io_getevents when it is empty.
    case ring
  }

  /// What makes writes durable.
  public enum Sync: String, Sendable, Codable, CaseIterable {
    /// Nothing.
    case none
    /// fsync after each write.
    case fsync
    /// fdatasync after each write.
    case fdatasync
    /// Each write itself (O_DSYNC): the file must be opened so.
    case dsync
  }

  /// What hands the requests to the kernel.
  public var engine = Engine.libaio
  /// The first byte that is used.
  public var firstByte: UInt64 = 0
  /// Whole blocks from there on.
  public var blocks: UInt64
  /// Bytes of a request.
  public var blockBytes: Int
  /// Requests in flight at most, from 1; 1 for `sync`.
  public var depth = 1
  /// Requests that are submitted together and waited for together, 1 to `depth`.
  public var batch = 1
  /// libaio only.
  public var completion = Completion.syscall
  /// Whether blocks come in a random order; else one after the other, over and over.
  public var isRandom = true
  /// Of a hundred requests, how many write.
  public var writePercent = 0
  /// Seed of the order.
  public var seed: UInt64 = 1
  /// Arrivals a second, whatever has ended until then; nil: a request for each that ends.
  public var rate: Double?
  /// What makes writes durable.
  public var sync = Sync.none

  /// Random reads of one at a time.
  public init(blocks: UInt64, blockBytes: Int) {
    self.blocks = blocks
    self.blockBytes = blockBytes
  }
}

extension IOJob.Engine {
  var code: assay_io_engine {
    switch self {
    case .libaio: ASSAY_IO_LIBAIO
    case .uring: ASSAY_IO_URING
    case .sync: ASSAY_IO_SYNC
    }
  }
}

extension IOJob.Sync {
  var code: assay_io_sync {
    switch self {
    case .none, .dsync: ASSAY_IO_NO_SYNC
    case .fsync: ASSAY_IO_FSYNC
    case .fdatasync: ASSAY_IO_FDATASYNC
    }
  }
}
