// Counting latencies without a call, a division or an allocation: the layout of HdrHistogram.
#ifndef ASSAY_HISTOGRAM_H
#define ASSAY_HISTOGRAM_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// As in the Swift type LatencyHistogram, which reads the counts: sub-buckets of the first bucket as a power of two,
/// and the largest value that can be told apart.
enum { ASSAY_SUB_BUCKET_BITS = 11 };
#define ASSAY_LARGEST_LATENCY ((UINT64_C(1) << 42) - 1)

/// Counts of nanoseconds. The counts are the caller's memory, long enough for ASSAY_LARGEST_LATENCY.
struct assay_histogram {
  uint64_t *counts;
  uint64_t minimum;
  uint64_t maximum;
  /// When the largest value was recorded (CLOCK_MONOTONIC), in nanoseconds.
  uint64_t maximum_at;
};

/// The cell of a value.
static inline size_t assay_histogram_index(uint64_t value) {
  if (value > ASSAY_LARGEST_LATENCY) value = ASSAY_LARGEST_LATENCY;
  // With the first bucket's bits set, the width of the value needs no special case for small ones.
  unsigned bucket = 64 - ASSAY_SUB_BUCKET_BITS - (unsigned)__builtin_clzll(value | ((1u << ASSAY_SUB_BUCKET_BITS) - 1));
  return ((size_t)bucket << (ASSAY_SUB_BUCKET_BITS - 1)) + (size_t)(value >> bucket);
}

/// Counts a value that was seen at `now`.
static inline void assay_histogram_record(struct assay_histogram *histogram, uint64_t value, uint64_t now) {
  histogram->counts[assay_histogram_index(value)]++;
  if (value < histogram->minimum) histogram->minimum = value;
  if (value > histogram->maximum) {
    histogram->maximum = value;
    histogram->maximum_at = now;
  }
}

ASSAY_ASSUME_NONNULL_END
#endif
