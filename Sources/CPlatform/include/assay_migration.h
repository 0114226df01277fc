// A thread that is moved between two CPUs and walks the same memory on both.
#ifndef ASSAY_MIGRATION_H
#define ASSAY_MIGRATION_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Where a thread goes, and what it walks there.
struct assay_moves {
  /// The CPUs, and one after the other for each a mask of `words` words with only that one.
  int cpus[2];
  const uint64_t *masks;
  size_t words;
  /// A cycle of `lines` cells (see assay_chase_build), `line_bytes` apart, of which each cell's second word is free.
  void *memory;
  size_t lines;
  size_t line_bytes;
  /// Timed walks after each move.
  size_t passes;
};

/// Moves the calling thread, which is on the first CPU, to the second, back, and so on: at least `fewest` times, then
/// until `end` (CLOCK_MONOTONIC), at most `most` times. Before each move it writes to every line, so that no copy
/// of an earlier visit is left where it goes, and walks all once more.
///
/// `calls` gets the nanoseconds of each move, from before the call until the thread runs there; `durations` those of
/// the passes after it, `passes` for each move. Returns the number of moves; -EBUSY when the thread was not moved.
long assay_move_and_walk(const struct assay_moves *moves, size_t fewest, size_t most, uint64_t end, uint64_t *calls,
                         uint64_t *durations);

ASSAY_ASSUME_NONNULL_END
#endif
