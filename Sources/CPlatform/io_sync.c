#define _GNU_SOURCE
#include "io_engine.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

// A request ends within its own call; what is left to reap is its result.
struct state {
  int descriptor;
  uint32_t block_bytes;
  struct io_end end;
  int ended;
};

static void end(void *state) { free(state); }

static long begin(const struct assay_io_job *job, void **state) {
  struct state *sync = calloc(1, sizeof *sync);
  if (!sync) return -ENOMEM;
  *state = sync;
  if (job->depth != 1) return -EINVAL;
  sync->descriptor = job->descriptor;
  sync->block_bytes = job->block_bytes;
  return 0;
}

static long submit(void *state, const struct io_request *requests, const uint32_t *slots, uint32_t count) {
  struct state *sync = state;
  if (count == 0 || sync->ended) return -EAGAIN;
  const struct io_request *request = &requests[slots[0]];
  ssize_t moved;
  do {
    moved = request->write ? pwrite(sync->descriptor, request->memory, sync->block_bytes, (off_t)request->byte)
                           : pread(sync->descriptor, request->memory, sync->block_bytes, (off_t)request->byte);
  } while (moved < 0 && errno == EINTR);
  sync->end = (struct io_end){slots[0], moved < 0 ? -(int64_t)errno : moved};
  sync->ended = 1;
  return 1;
}

static long reap(void *state, uint32_t fewest, uint64_t wait, struct io_end *ends) {
  (void)fewest;
  (void)wait;
  struct state *sync = state;
  if (!sync->ended) return 0;
  ends[0] = sync->end;
  sync->ended = 0;
  return 1;
}

const struct io_engine assay_io_sync = {begin, submit, reap, end};
