// Moving pages between memory and a device, one call a page: what swapping to that device costs.
#ifndef ASSAY_PAGES_H
#define ASSAY_PAGES_H

#include "assay_compiler.h"
#include "assay_histogram.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Pages that lie one behind the other, in memory as on the device.
struct assay_page_moves {
  int descriptor;
  uint8_t *memory;
  size_t page_bytes;
  size_t count;
  /// How often all of them are moved.
  size_t passes;
  /// To the device, or from it.
  int write;
  /// The page at which a failure came.
  size_t failed;
};

/// Moves the pages and counts the time of each call; a call's end is the next one's start. `times` are the moments of the
/// start and the end. A page that was moved in part is -EIO.
long assay_move_pages(struct assay_page_moves *pages, struct assay_histogram *latencies, uint64_t times[_Nonnull 2]);

ASSAY_ASSUME_NONNULL_END
#endif
