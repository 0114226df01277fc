#define _GNU_SOURCE
#include "io_engine.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>

struct state {
  struct io_uring ring;
  int is_open;
  uint32_t depth;
  int descriptor;
  uint32_t block_bytes;
};

static void end(void *state) {
  struct state *uring = state;
  if (uring->is_open) io_uring_queue_exit(&uring->ring);
  free(uring);
}

static long begin(const struct assay_io_job *job, void **state) {
  struct state *uring = calloc(1, sizeof *uring);
  if (!uring) return -ENOMEM;
  *state = uring;
  uring->depth = job->depth;
  uring->descriptor = job->descriptor;
  uring->block_bytes = job->block_bytes;
  // One thread submits and reaps, and completions are worked off when it asks for them: no interrupts in between.
  // Since Linux 6.1; older kernels do without.
  long result = io_uring_queue_init(job->depth, &uring->ring, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN);
  if (result == -EINVAL) result = io_uring_queue_init(job->depth, &uring->ring, 0);
  if (result < 0) return result;
  uring->is_open = 1;
  return 0;
}

static long submit(void *state, const struct io_request *requests, const uint32_t *slots, uint32_t count) {
  struct state *uring = state;
  for (uint32_t i = 0; i < count; i++) {
    const struct io_request *request = &requests[slots[i]];
    struct io_uring_sqe *entry = io_uring_get_sqe(&uring->ring);
    if (!entry) return -EAGAIN;
    if (request->write) {
      io_uring_prep_write(entry, uring->descriptor, request->memory, uring->block_bytes, request->byte);
    } else {
      io_uring_prep_read(entry, uring->descriptor, request->memory, uring->block_bytes, request->byte);
    }
    io_uring_sqe_set_data64(entry, slots[i]);
  }
  // All of them are in the ring now: those that the kernel does not take at once it takes with the next call.
  uint32_t taken = 0;
  while (taken < count) {
    int result = io_uring_submit(&uring->ring);
    if (result == -EINTR || result == -EAGAIN || result == -EBUSY) continue;
    if (result < 0) return result;
    taken += (uint32_t)result;
  }
  return count;
}

static long reap(void *state, uint32_t fewest, uint64_t wait, struct io_end *ends) {
  struct state *uring = state;
  struct io_uring_cqe *first = NULL;
  if (fewest > 0 || wait > 0) {
    struct __kernel_timespec limit = {.tv_sec = (long long)(wait / 1000000000u),
                                      .tv_nsec = (long long)(wait % 1000000000u)};
    int result = io_uring_wait_cqes(&uring->ring, &first, fewest > 0 ? fewest : 1, wait == UINT64_MAX ? NULL : &limit,
                                    NULL);
    if (result < 0 && result != -EINTR && result != -ETIME) return result;
  } else {
    io_uring_get_events(&uring->ring);
  }
  uint32_t count = 0;
  unsigned head;
  struct io_uring_cqe *entry;
  io_uring_for_each_cqe(&uring->ring, head, entry) {
    if (count == uring->depth) break;
    ends[count++] = (struct io_end){(uint32_t)io_uring_cqe_get_data64(entry), entry->res};
  }
  io_uring_cq_advance(&uring->ring, count);
  return count;
}

const struct io_engine assay_io_uring = {begin, submit, reap, end};
