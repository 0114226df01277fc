// What the loop of io.c counts, and when.
#ifndef ASSAY_IO_WINDOW_H
#define ASSAY_IO_WINDOW_H

#include "io_engine.h"

#include <sys/resource.h>

// The measuring window of one queue.
struct window {
  const struct assay_io_job *job;
  struct assay_io_result *result;
  int is_open;
  uint64_t opened;
  struct rusage usage;
};

static inline uint64_t nanoseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

static void open_window(struct window *window, uint64_t now) {
  window->is_open = 1;
  window->opened = now;
  getrusage(RUSAGE_THREAD, &window->usage);
}

static void close_window(struct window *window, uint64_t now) {
  if (!window->is_open) return;
  window->is_open = 0;
  struct assay_io_result *result = window->result;
  struct rusage usage;
  getrusage(RUSAGE_THREAD, &usage);
  result->window = now - window->opened;
  result->user_time = nanoseconds(usage.ru_utime) - nanoseconds(window->usage.ru_utime);
  result->system_time = nanoseconds(usage.ru_stime) - nanoseconds(window->usage.ru_stime);
  result->voluntary_switches = (uint64_t)(usage.ru_nvcsw - window->usage.ru_nvcsw);
  result->involuntary_switches = (uint64_t)(usage.ru_nivcsw - window->usage.ru_nivcsw);
}

// A request that ended at `now`, within the window.
static inline void count(struct window *window, const struct io_request *request, uint64_t now) {
  struct assay_io_result *result = window->result;
  uint64_t total = now - request->due;
  result->flight_time += total;
  assay_histogram_record(result->complete, now - request->submitted, now);
  if (request->write) {
    result->write_count++;
    assay_histogram_record(result->writes, total, now);
  } else {
    result->read_count++;
    assay_histogram_record(result->reads, total, now);
  }
}

// Requests that end before the window: in which of the rounds.
static inline void settle(const struct window *window, uint64_t ended, uint64_t now) {
  const struct assay_io_job *job = window->job;
  uint64_t from = job->start - job->round * job->round_count;
  if (job->round_count > 0 && now >= from && now < job->start) job->rounds[(now - from) / job->round] += ended;
}

#endif
