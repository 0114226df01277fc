// Time that something else takes from a CPU, seen by a thread that only reads the clock.
#ifndef ASSAY_NOISE_H
#define ASSAY_NOISE_H

#include "assay_histogram.h"

ASSAY_ASSUME_NONNULL_BEGIN

/// What a thread that only read the clock saw.
struct assay_clock_gaps {
  /// From the first reading that counts to the last.
  uint64_t total_nanoseconds;
  /// Of these, what the gaps took.
  uint64_t lost_nanoseconds;
  uint64_t gaps;
  /// Times that the thread was put off its CPU meanwhile.
  uint64_t involuntary_switches;
};

/// Reads the clock without a pause for `duration` nanoseconds. Two readings that are over `threshold` nanoseconds
/// further apart than the nearest two of a warm-up are a gap: its length is what exceeds that nearest distance.
long assay_watch_clock(uint64_t duration, uint64_t threshold, struct assay_histogram *gaps,
                       struct assay_clock_gaps *result);

ASSAY_ASSUME_NONNULL_END
#endif
