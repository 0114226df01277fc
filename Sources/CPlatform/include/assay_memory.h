// Anonymous memory of a chosen page kind.
#ifndef ASSAY_MEMORY_H
#define ASSAY_MEMORY_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// What backs a mapping. `BASE` and `TRANSPARENT` differ only in the advice given to the kernel.
enum assay_pages {
  ASSAY_PAGES_BASE = 0,         // base pages, transparent huge pages forbidden for the range
  ASSAY_PAGES_TRANSPARENT = 1,  // base pages, transparent huge pages asked for; aligned to 2 MiB
  ASSAY_PAGES_HUGE_2M = 2,      // hugetlbfs, 2 MiB
  ASSAY_PAGES_HUGE_1G = 3,      // hugetlbfs, 1 GiB
};

/// Maps `bytes` of private anonymous memory and stores its address. `bytes` must be a multiple of the page size.
long assay_map_memory(size_t bytes, enum assay_pages pages, void *_Nullable *_Nonnull address);

/// Unmaps what `assay_map_memory` mapped with the same length and kind.
long assay_unmap_memory(void *address, size_t bytes, enum assay_pages pages);

/// Backs the range with pages now (MADV_POPULATE_WRITE, Linux 5.14): -EFAULT or -ENOMEM where touching it would be
/// a SIGBUS, 0 where it worked or the kernel does not know how.
long assay_populate(void *address, size_t bytes);

/// Writes a zero byte to every page of `page_bytes` that the range touches, within the range, so that it is backed
/// by the calling thread's node.
void assay_prefault(void *address, size_t bytes, size_t page_bytes);

/// Fills 64-bit words with numbers that cannot be compressed, the same for the same seed.
void assay_fill_random(void *address, size_t words, uint64_t seed);

ASSAY_ASSUME_NONNULL_END
#endif
