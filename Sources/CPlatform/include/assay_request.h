// Workers that wait for requests: how late they wake, and how long a request takes.
#ifndef ASSAY_REQUEST_H
#define ASSAY_REQUEST_H

#include "assay_histogram.h"

ASSAY_ASSUME_NONNULL_BEGIN

/// What sender and workers share. Zero it, set `due`, `count` and `limit`; the words change by atomic operations only.
struct assay_requests {
  /// When each request is due (CLOCK_MONOTONIC, nanoseconds, ascending), for open-loop arrival; null for closed loop.
  const uint64_t *_Nullable due;
  /// When each request was sent; in closed loop that is also when it was due. `count` words.
  uint64_t *_Nullable sent;
  /// Requests in all.
  uint32_t count;
  /// Closed loop: requests under way at once.
  uint32_t limit;
  // Words that different parties change lie on lines of their own, two for processors that fetch pairs.
  char before_arrived[128];
  /// Requests sent so far; workers sleep on it.
  uint32_t arrived;
  char before_taken[128];
  /// The next request that no worker has taken.
  uint32_t taken;
  char before_finished[128];
  /// Requests finished; in closed loop the sender sleeps on it.
  uint32_t finished;
  char before_closed[128];
  /// Whether no more requests come.
  uint32_t closed;
};

/// What a worker saw.
struct assay_request_worker {
  /// From the sending of a request to the first instruction of the worker that it woke.
  struct assay_histogram *wakeups;
  /// From when a request was due to when it was done: its time in the queue is part of it.
  struct assay_histogram *requests;
  /// Requests done.
  uint64_t done;
  /// When it was done with the last one.
  uint64_t last;
};

/// Sends requests until all `count` are sent or `end` (CLOCK_MONOTONIC) has passed, then closes. Open loop: each when it
/// is due, whatever the workers do; nothing is left out when the sender itself is late. Closed loop: a new one for each
/// one that is finished. Returns how many were sent, or a negative errno.
long assay_send_requests(struct assay_requests *requests, uint64_t end);

/// Takes requests and does `pieces` of fixed work for each (see assay_fixed_work), until they are closed and none is
/// left; sleeps while there is none.
void assay_serve_requests(struct assay_requests *requests, uint32_t pieces, struct assay_request_worker *worker);

/// Lets all parties end, after a failure.
void assay_close_requests(struct assay_requests *requests);

ASSAY_ASSUME_NONNULL_END
#endif
