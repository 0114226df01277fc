#define _GNU_SOURCE
#include "assay_request.h"

#include "assay_clock.h"
#include "assay_futex.h"
#include "assay_probe.h"

#include <errno.h>

// A bit in the number of arrivals, so that a sleeper who looks at it sees the end.
#define CLOSED (UINT32_C(1) << 31)

static uint32_t load(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }

static long sleep_until(uint64_t due) {
  struct timespec deadline = {.tv_sec = (time_t)(due / 1000000000u), .tv_nsec = (long)(due % 1000000000u)};
  int error;
  do error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, 0);
  while (error == EINTR);
  return -(long)error;
}

// Closed loop: waits until a request more may be under way, or the end.
static void wait_for_room(struct assay_requests *requests, uint32_t sent, uint64_t end) {
  for (;;) {
    uint32_t finished = load(&requests->finished);
    uint64_t now = assay_now();
    if (sent - finished < requests->limit || now >= end || load(&requests->closed)) return;
    struct timespec left = {.tv_sec = (time_t)((end - now) / 1000000000u), .tv_nsec = (long)((end - now) % 1000000000u)};
    assay_futex_wait(&requests->finished, finished, 0, &left);
  }
}

long assay_send_requests(struct assay_requests *requests, uint64_t end) {
  uint32_t sent = 0;
  long error = 0;
  while (sent < requests->count) {
    if (requests->due)
      error = sleep_until(requests->due[sent]);
    else
      wait_for_room(requests, sent, end);
    uint64_t now = assay_now();
    if (error < 0 || (!requests->due && now >= end) || load(&requests->closed)) break;
    requests->sent[sent++] = now;
    __atomic_add_fetch(&requests->arrived, 1, __ATOMIC_SEQ_CST);
    assay_futex_wake(&requests->arrived, 1, 0);
  }
  assay_close_requests(requests);
  return error < 0 ? error : (long)sent;
}

void assay_close_requests(struct assay_requests *requests) {
  __atomic_store_n(&requests->closed, 1, __ATOMIC_SEQ_CST);
  __atomic_or_fetch(&requests->arrived, CLOSED, __ATOMIC_SEQ_CST);
  assay_futex_wake(&requests->arrived, INT32_MAX, 0);
  assay_futex_wake(&requests->finished, INT32_MAX, 0);
}

// Takes the next request; `slept` tells whether the worker was asleep before. Returns whether there is one: 0 when none will come.
static int take(struct assay_requests *requests, uint32_t *index, int *slept) {
  *slept = 0;
  for (;;) {
    uint32_t word = load(&requests->arrived), arrived = word & ~CLOSED;
    uint32_t next = load(&requests->taken);
    while (next < arrived) {
      if (__atomic_compare_exchange_n(&requests->taken, &next, next + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        *index = next;
        return 1;
      }
    }
    if (word != arrived) return 0;
    assay_futex_wait(&requests->arrived, word, 0, NULL);
    *slept = 1;
  }
}

void assay_serve_requests(struct assay_requests *requests, uint32_t pieces, struct assay_request_worker *worker) {
  uint32_t index;
  int slept;
  while (take(requests, &index, &slept)) {
    uint64_t begun = assay_now(), sent = requests->sent[index];
    if (slept) assay_histogram_record(worker->wakeups, begun > sent ? begun - sent : 0, begun);
    assay_fixed_work(pieces);
    uint64_t done = assay_now(), due = requests->due ? requests->due[index] : sent;
    assay_histogram_record(worker->requests, done - due, done);
    worker->done++;
    worker->last = done;
    __atomic_add_fetch(&requests->finished, 1, __ATOMIC_SEQ_CST);
    if (!requests->due) assay_futex_wake(&requests->finished, 1, 0);
  }
}
