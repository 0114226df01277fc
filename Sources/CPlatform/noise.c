#define _GNU_SOURCE
#include "assay_noise.h"

#include "assay_clock.h"

#include <errno.h>
#include <sys/resource.h>

// Some tens of microseconds: enough that two readings come as near to each other as they can.
enum { WARM_UP_READINGS = 2000 };

static long involuntary_switches(uint64_t *switches) {
  struct rusage usage;
  if (getrusage(RUSAGE_THREAD, &usage) < 0) return -(long)errno;
  *switches = (uint64_t)usage.ru_nivcsw;
  return 0;
}

long assay_watch_clock(uint64_t duration, uint64_t threshold, struct assay_histogram *gaps,
                       struct assay_clock_gaps *result) {
  *result = (struct assay_clock_gaps){0};
  uint64_t nearest = UINT64_MAX, previous = assay_now();
  for (int reading = 0; reading < WARM_UP_READINGS; reading++) {
    uint64_t now = assay_now();
    if (now - previous < nearest) nearest = now - previous;
    previous = now;
  }
  uint64_t before, after;
  long error = involuntary_switches(&before);
  if (error < 0) return error;
  uint64_t limit = nearest + threshold, first = assay_now(), end = first + duration;
  previous = first;
  while (previous < end) {
    uint64_t now = assay_now(), distance = now - previous;
    previous = now;
    if (distance > limit) {
      uint64_t lost = distance - nearest;
      result->gaps++;
      result->lost_nanoseconds += lost;
      assay_histogram_record(gaps, lost, now);
    }
  }
  result->total_nanoseconds = previous - first;
  error = involuntary_switches(&after);
  if (error < 0) return error;
  result->involuntary_switches = after - before;
  return 0;
}
