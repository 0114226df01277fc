// How late a sleeping thread wakes.
#ifndef ASSAY_WAKEUP_H
#define ASSAY_WAKEUP_H

#include "assay_histogram.h"

ASSAY_ASSUME_NONNULL_BEGIN

/// What a thread that slept period after period saw.
struct assay_wakeups {
  /// Periods that were due: each is in the histogram once.
  uint64_t periods;
  /// Of these, periods that were over before the thread had woken for one before them.
  uint64_t missed;
};

/// Sleeps to absolute deadlines, `interval` nanoseconds apart, from `start` to before `end` (CLOCK_MONOTONIC), and
/// counts how late each wake-up was. A period that passed while the thread still waited for an earlier one is counted
/// with the time that it would have waited: a long delay is as many bad waits as it covers.
long assay_wake_periodically(uint64_t start, uint64_t end, uint64_t interval, struct assay_histogram *latencies,
                             struct assay_wakeups *result);

ASSAY_ASSUME_NONNULL_END
#endif
