#define _GNU_SOURCE
#include "assay_wakeup.h"

#include "assay_clock.h"

#include <errno.h>

long assay_wake_periodically(uint64_t start, uint64_t end, uint64_t interval, struct assay_histogram *latencies,
                             struct assay_wakeups *result) {
  *result = (struct assay_wakeups){0};
  uint64_t due = start;
  while (due < end) {
    struct timespec deadline = {.tv_sec = (time_t)(due / 1000000000u), .tv_nsec = (long)(due % 1000000000u)};
    int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, 0);
    if (error == EINTR) continue;
    if (error != 0) return -(long)error;
    uint64_t now = assay_now();
    assay_histogram_record(latencies, now - due, now);
    result->periods++;
    for (due += interval; due <= now && due < end; due += interval) {
      assay_histogram_record(latencies, now - due, now);
      result->periods++;
      result->missed++;
    }
  }
  return 0;
}
