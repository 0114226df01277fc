internal import CPlatform
import Glibc

/// What backs a piece of memory.
public enum PageKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Base pages (4 KiB on x86-64), transparent huge pages forbidden.
  case base = "4k"
  /// Base pages with transparent huge pages asked for; the kernel may or may not give them.
  case transparentHuge = "thp"
  /// 2 MiB pages of the kernel's reserved pool.
  case huge2M = "2m"
  /// 1 GiB pages of the kernel's reserved pool.
  case huge1G = "1g"

  /// Bytes that a length is rounded up to a multiple of; for base pages the kernel's page size.
  public var granularity: Int {
    switch self {
    case .base: Int(getpagesize())
    case .transparentHuge, .huge2M: 2 << 20
    case .huge1G: 1 << 30
    }
  }

  /// Whether it is taken from a pool that the kernel reserves.
  var isReserved: Bool { self == .huge2M || self == .huge1G }

  var code: assay_pages {
    switch self {
    case .base: ASSAY_PAGES_BASE
    case .transparentHuge: ASSAY_PAGES_TRANSPARENT
    case .huge2M: ASSAY_PAGES_HUGE_2M
    case .huge1G: ASSAY_PAGES_HUGE_1G
    }
  }
}
