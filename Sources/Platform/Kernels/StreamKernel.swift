internal import CPlatform

/// What a bandwidth loop does with arrays a, b and c of doubles and a scalar s.
public enum StreamKernel: String, Sendable, Hashable, CaseIterable, Codable {
  /// a[i] = b[i]
  case copy
  /// a[i] = s · b[i]
  case scale
  /// a[i] = b[i] + c[i]
  case add
  /// a[i] = b[i] + s · c[i]
  case triad
  /// the sum of b
  case read
  /// a[i] = s + i, i counted from the start of the range: every element another value
  case write
  /// a[i] = s: one value, as clearing memory does
  case fill

  /// Bytes an element that STREAM's rule counts: each operand read and each result written, once
  /// (J. McCalpin, "STREAM: Sustainable Memory Bandwidth in High Performance Computers").
  public var countedBytesPerElement: Int {
    switch self {
    case .copy, .scale: 16
    case .add, .triad: 24
    case .read, .write, .fill: 8
    }
  }

  /// Whether it writes an array.
  public var stores: Bool { self != .read }

  /// Bytes that really cross the memory bus for each byte counted. An ordinary store first reads the line that it
  /// is going to overwrite (write-allocate), which STREAM does not count: 24/16, 32/24 or 16/8.
  public func busBytesPerCountedByte(_ store: StoreKind) -> Double {
    guard stores, store == .ordinary else { return 1 }
    return Double(countedBytesPerElement + 8) / Double(countedBytesPerElement)
  }

  var code: assay_kernel {
    switch self {
    case .copy: ASSAY_COPY
    case .scale: ASSAY_SCALE
    case .add: ASSAY_ADD
    case .triad: ASSAY_TRIAD
    case .read: ASSAY_READ
    case .write: ASSAY_WRITE
    case .fill: ASSAY_FILL
    }
  }
}

/// How results go to memory.
public enum StoreKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Through the caches; the line is read before it is written.
  case ordinary
  /// Past the caches (non-temporal); whole lines are written without being read.
  case streaming

  var code: assay_store { self == .ordinary ? ASSAY_ORDINARY : ASSAY_STREAMING }
}

/// The instruction set of a loop, chosen at run time.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable, Codable {
  /// One double at a time; works everywhere.
  case scalar
  /// 16-byte vectors of x86-64.
  case sse2
  /// 32-byte vectors of x86-64.
  case avx2
  /// 64-byte vectors of x86-64.
  case avx512
  /// 16-byte vectors of arm64.
  case neon

  /// Whether this CPU and this build can run it.
  public var isSupported: Bool { assay_isa_supported(code) != 0 }

  /// Those that can run here, narrowest first.
  public static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

  /// The fastest for streams on this CPU, as far as its make tells: the widest, except where the core splits
  /// 64-byte operations into halves (AMD's family 19h, Zen 4), where AVX2 was measured 10 % faster.
  public static var preferred: InstructionSet {
    if avx512.isSupported && assay_splits_wide_vectors() == 0 { return .avx512 }
    return [.avx2, .neon, .sse2].first(where: \.isSupported) ?? .scalar
  }

  var code: assay_isa {
    switch self {
    case .scalar: ASSAY_SCALAR
    case .sse2: ASSAY_SSE2
    case .avx2: ASSAY_AVX2
    case .avx512: ASSAY_AVX512
    case .neon: ASSAY_NEON
    }
  }
}
