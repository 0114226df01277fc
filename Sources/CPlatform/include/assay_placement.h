// Workers with memory of their own that meet in pairs: work whose speed depends on where it is placed.
#ifndef ASSAY_PLACEMENT_H
#define ASSAY_PLACEMENT_H

#include "assay_histogram.h"

ASSAY_ASSUME_NONNULL_BEGIN

/// One worker's memory, its piece of work, and its partner.
struct assay_pieces {
  /// A cycle of cells (see assay_chase_build) within `words`, and how many of them a piece follows.
  const void *cell;
  size_t chase_steps;
  /// The worker's memory, and how many words a piece reads from where the last one ended.
  const uint64_t *words;
  size_t word_count;
  size_t read_words;
  /// Microseconds or so of computing in a piece (see assay_fixed_work).
  uint32_t compute;
  /// Pieces from one meeting with the partner to the next.
  uint32_t between_meetings;
  /// The number of this worker's last meeting and of its partner's, each alone on its cache lines, 0 at first; no
  /// partner, no meetings.
  uint32_t *own;
  uint32_t *_Nullable partner;
};

/// Pieces done, and the time from the start of the first to the end of the last.
struct assay_pieces_done {
  uint64_t pieces;
  uint64_t nanoseconds;
};

/// Works piece after piece until `end` (CLOCK_MONOTONIC) and counts how long each took, waiting for the partner
/// included: the first of a pair to come to a meeting sleeps. Whoever ends does not keep its partner waiting.
void assay_work_in_pieces(struct assay_pieces *work, uint64_t end, struct assay_histogram *latencies,
                          struct assay_pieces_done *result);

ASSAY_ASSUME_NONNULL_END
#endif
