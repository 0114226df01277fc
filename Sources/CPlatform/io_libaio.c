#define _GNU_SOURCE
#include "io_engine.h"

#include <errno.h>
#include <libaio.h>
#include <stdlib.h>
#include <time.h>

// The head of the ring that io_setup maps, as the kernel lays it out (fs/aio.c, struct aio_ring).
struct ring {
  uint32_t id;
  uint32_t count;
  uint32_t head;
  uint32_t tail;
  uint32_t magic;
  uint32_t compatible;
  uint32_t incompatible;
  uint32_t header_bytes;
  struct io_event events[];
};

enum { RING_MAGIC = 0xa10a10a1 };

struct state {
  io_context_t context;
  // Null where its layout is not the known one, or where it is not wanted.
  struct ring *ring;
  struct iocb *blocks;
  struct iocb **queue;
  struct io_event *events;
  uint32_t depth;
  int descriptor;
  uint32_t block_bytes;
};

static void end(void *state) {
  struct state *aio = state;
  if (aio->context) io_destroy(aio->context);
  free(aio->blocks);
  free(aio->queue);
  free(aio->events);
  free(aio);
}

static long begin(const struct assay_io_job *job, void **state) {
  struct state *aio = calloc(1, sizeof *aio);
  if (!aio) return -ENOMEM;
  *state = aio;
  aio->depth = job->depth;
  aio->descriptor = job->descriptor;
  aio->block_bytes = job->block_bytes;
  aio->blocks = calloc(job->depth, sizeof *aio->blocks);
  aio->queue = calloc(job->depth, sizeof *aio->queue);
  aio->events = calloc(job->depth, sizeof *aio->events);
  if (!aio->blocks || !aio->queue || !aio->events) return -ENOMEM;
  long result = io_setup((int)job->depth, &aio->context);
  if (result < 0) return result;
  struct ring *ring = (struct ring *)aio->context;
  if (job->reads_ring && ring->magic == RING_MAGIC && ring->incompatible == 0) aio->ring = ring;
  return 0;
}

static long submit(void *state, const struct io_request *requests, const uint32_t *slots, uint32_t count) {
  struct state *aio = state;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t slot = slots[i];
    const struct io_request *request = &requests[slot];
    struct iocb *block = &aio->blocks[slot];
    if (request->write) {
      io_prep_pwrite(block, aio->descriptor, request->memory, aio->block_bytes, (long long)request->byte);
    } else {
      io_prep_pread(block, aio->descriptor, request->memory, aio->block_bytes, (long long)request->byte);
    }
    block->data = (void *)(uintptr_t)slot;
    aio->queue[i] = block;
  }
  return io_submit(aio->context, count, aio->queue);
}

static inline struct io_end ended(const struct io_event *event) {
  return (struct io_end){(uint32_t)(uintptr_t)event->data, (int64_t)event->res};
}

// What the kernel has put into the ring so far. Nobody else takes from it: one thread reaps.
static uint32_t take(struct state *aio, struct io_end *ends) {
  struct ring *ring = aio->ring;
  uint32_t head = ring->head, tail = __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE), count = 0;
  while (head != tail && count < aio->depth) {
    ends[count++] = ended(&ring->events[head]);
    head = head + 1 == ring->count ? 0 : head + 1;
  }
  if (count > 0) __atomic_store_n(&ring->head, head, __ATOMIC_RELEASE);
  return count;
}

static long reap(void *state, uint32_t fewest, uint64_t wait, struct io_end *ends) {
  struct state *aio = state;
  if (aio->ring) {
    uint32_t count = take(aio, ends);
    if (count > 0 && count >= fewest) return count;
    if (count > 0) {
      // Fewer than wanted: the others come on top of them.
      long more = io_getevents(aio->context, fewest - count, aio->depth - count, aio->events, NULL);
      if (more < 0) return more == -EINTR ? (long)count : more;
      for (long i = 0; i < more; i++) ends[count + i] = ended(&aio->events[i]);
      return count + more;
    }
    if (fewest == 0 && wait == 0) return 0;
  }
  struct timespec limit = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
  long count = io_getevents(aio->context, fewest, aio->depth, aio->events, wait == UINT64_MAX ? NULL : &limit);
  if (count == -EINTR) return 0;
  for (long i = 0; i < count; i++) ends[i] = ended(&aio->events[i]);
  return count;
}

const struct io_engine assay_io_libaio = {begin, submit, reap, end};
