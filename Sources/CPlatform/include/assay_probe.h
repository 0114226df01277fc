// Short probes that show disturbance: a spin of fixed work, and a cache line bounced between two CPUs.
#ifndef ASSAY_PROBE_H
#define ASSAY_PROBE_H

#include "assay_compiler.h"

#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// What a spin of fixed work saw on one CPU. A gap is a piece of work that took `gap_threshold` longer than
/// the fastest: the CPU was away.
struct assay_spin {
  uint64_t total_nanoseconds;
  uint64_t gap_nanoseconds;
  uint64_t longest_gap_nanoseconds;
  uint64_t gaps;
};

/// Does `pieces` pieces of dependent integer work, about a microsecond each, without reading the clock.
uint64_t assay_fixed_work(uint32_t pieces);

/// Does `pieces` equal pieces of dependent integer work (about a microsecond each), reading the clock between them,
/// after a few that do not count.
void assay_spin_fixed_work(uint32_t pieces, uint64_t gap_threshold_nanoseconds, struct assay_spin *result);

/// How a turn is taken: by looking at the word and storing, or by compare-and-swap, which takes the line at each try.
enum assay_bounce { ASSAY_BOUNCE_STORE, ASSAY_BOUNCE_SWAP };

/// Passes `turn`, a word alone on its cache lines and 0 at first, back and forth: returns it `rounds` times, without
/// PAUSE (a pause would be what is measured). `server` starts. Returns the nanoseconds from the first turn to the
/// last, or 0 when `limit_nanoseconds` ran out because the other side does not run.
uint64_t assay_bounce(enum assay_bounce way, uint64_t *turn, int server, uint64_t rounds, uint64_t limit_nanoseconds);

ASSAY_ASSUME_NONNULL_END
#endif
