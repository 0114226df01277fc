#define _GNU_SOURCE
#include "assay_io.h"

#include "assay_clock.h"
#include "io_source.h"
#include "io_window.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct queue {
  const struct assay_io_job *job;
  struct assay_io_result *result;
  const struct io_engine *engine;
  void *state;
  struct io_request *requests;
  struct io_end *ends;
  // Slots without a request: the first `free` of them.
  uint32_t *slots;
  uint32_t free;
  // Blocks whose writes have ended and wait for a flush to be acknowledged in the journal.
  uint64_t *unflushed;
  uint32_t unflushed_count;
  struct source source;
  struct window window;
  // The engine cannot be asked any more.
  int is_broken;
};

static long failed(struct queue *queue, long error, enum assay_io_stage stage) {
  if (queue->result->stage == ASSAY_IO_RAN) queue->result->stage = stage;
  return error;
}

// Hands over the first `count` free slots; `now` is the time before the call, and afterwards that after it.
static long issue(struct queue *queue, uint32_t count, uint64_t *now) {
  const uint32_t *slots = queue->slots + queue->free - count;
  for (uint32_t i = 0; i < count; i++) {
    struct io_request *request = &queue->requests[slots[i]];
    aim(queue->job, &queue->source, request);
    request->due = queue->job->interval ? queue->source.due : *now;
    queue->source.due += queue->job->interval;
  }
  uint64_t called = *now;
  uint32_t done = 0;
  while (done < count) {
    long taken = queue->engine->submit(queue->state, queue->requests, slots + done, count - done);
    if (taken < 0) {
      if (taken == -EINTR) continue;
      // Those that were not taken are free again; the others are in flight.
      queue->free -= done;
      for (uint32_t i = 0; i < count - done; i++) queue->slots[queue->free - (count - done) + i] = slots[done + i];
      queue->result->failed_at = queue->requests[slots[done]].byte;
      queue->result->failed_write = queue->requests[slots[done]].write;
      return failed(queue, taken, ASSAY_IO_SUBMIT);
    }
    done += (uint32_t)taken;
  }
  *now = assay_now();
  queue->free -= count;
  for (uint32_t i = 0; i < count; i++) queue->requests[slots[i]].submitted = *now;
  if (queue->window.is_open) {
    for (uint32_t i = 0; i < count; i++) assay_histogram_record(queue->result->submit, *now - called, *now);
  }
  return 0;
}

// Takes what has ended.
static long finish(struct queue *queue, uint32_t fewest, uint64_t wait, uint64_t *now) {
  long ended = queue->engine->reap(queue->state, fewest, wait, queue->ends);
  *now = assay_now();
  if (ended < 0) {
    queue->is_broken = 1;
    return failed(queue, ended, ASSAY_IO_COMPLETE);
  }
  if (!queue->window.is_open) settle(&queue->window, (uint64_t)ended, *now);
  long first = 0;
  for (long i = 0; i < ended; i++) {
    const struct io_end *end = &queue->ends[i];
    const struct io_request *request = &queue->requests[end->slot];
    queue->slots[queue->free++] = end->slot;
    if (__builtin_expect(end->result != (int64_t)queue->job->block_bytes, 0)) {
      if (queue->result->stage != ASSAY_IO_RAN) continue;
      queue->result->failed_at = request->byte;
      queue->result->failed_write = request->write;
      queue->result->moved = end->result < 0 ? 0 : (uint64_t)end->result;
      first = failed(queue, end->result < 0 ? (long)end->result : -EIO, end->result < 0 ? ASSAY_IO_COMPLETE : ASSAY_IO_SHORT);
      continue;
    }
    if (queue->window.is_open) count(&queue->window, request, *now);
    if (!request->write) continue;
    if (queue->source.writes_until_sync > 0) queue->source.writes_until_sync--;
    if (!queue->job->journal) continue;
    uint64_t block = block_at(queue->job, request->byte);
    if (queue->job->sync == ASSAY_IO_NO_SYNC) {
      acknowledge(queue->job->journal, block);
    } else {
      queue->unflushed[queue->unflushed_count++] = block;
    }
  }
  return first < 0 ? first : ended;
}

static long flush_when_due(struct queue *queue, uint64_t *now) {
  const struct assay_io_job *job = queue->job;
  if (job->sync == ASSAY_IO_NO_SYNC || queue->source.writes_until_sync > 0) return 0;
  queue->source.writes_until_sync = job->sync_every;
  int result = job->sync == ASSAY_IO_FSYNC ? fsync(job->descriptor) : fdatasync(job->descriptor);
  long error = -(long)errno;
  *now = assay_now();
  if (queue->window.is_open) queue->result->sync_count++;
  if (result < 0) return failed(queue, error, ASSAY_IO_FLUSH);
  for (uint32_t i = 0; i < queue->unflushed_count; i++) acknowledge(job->journal, queue->unflushed[i]);
  queue->unflushed_count = 0;
  return 0;
}

// A request for each that has ended.
static long run_closed(struct queue *queue) {
  const struct assay_io_job *job = queue->job;
  uint64_t now = assay_now();
  while (now < job->end) {
    if (!queue->window.is_open && now >= job->start) open_window(&queue->window, now);
    while (queue->free > 0) {
      long result = issue(queue, queue->free < job->batch ? queue->free : job->batch, &now);
      if (result < 0) return result;
    }
    long result = finish(queue, job->batch, UINT64_MAX, &now);
    if (result < 0) return result;
    result = flush_when_due(queue, &now);
    if (result < 0) return result;
  }
  close_window(&queue->window, now);
  return 0;
}

// A request for each moment of a schedule; those that find no free slot are late, and their latency tells.
static long run_at_rate(struct queue *queue) {
  const struct assay_io_job *job = queue->job;
  uint64_t now = assay_now();
  queue->source.due = now;
  while (now < job->end) {
    if (!queue->window.is_open && now >= job->start) open_window(&queue->window, now);
    while (queue->free > 0 && queue->source.due <= now) {
      long result = issue(queue, 1, &now);
      if (result < 0) return result;
    }
    uint64_t next = queue->source.due < job->end ? queue->source.due : job->end;
    uint64_t wait = next > now ? next - now : 0;
    if (queue->free == job->depth) {
      struct timespec until = {.tv_sec = (time_t)(next / 1000000000u), .tv_nsec = (long)(next % 1000000000u)};
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
      now = assay_now();
      continue;
    }
    // Without a free slot only an end can help.
    long result = finish(queue, 1, queue->free == 0 ? UINT64_MAX : wait, &now);
    if (result < 0) return result;
    result = flush_when_due(queue, &now);
    if (result < 0) return result;
  }
  close_window(&queue->window, now);
  return 0;
}

// Waits for all that is in flight; what fails now is not lost either.
static long drain(struct queue *queue) {
  uint64_t now;
  long first = 0;
  // Closing an engine waits for the kernel to be done.
  while (queue->free < queue->job->depth && !queue->is_broken) {
    long result = finish(queue, 1, UINT64_MAX, &now);
    if (result < 0 && first == 0) first = result;
  }
  return first;
}

long assay_io_run(const struct assay_io_job *job, struct assay_io_result *result) {
  result->stage = ASSAY_IO_RAN;
  struct queue queue = {.job = job, .result = result, .free = job->depth, .window = {.job = job, .result = result}};
  queue.source = (struct source){.random = job->seed, .writes_until_sync = job->sync_every};
  queue.engine = job->engine == ASSAY_IO_LIBAIO  ? &assay_io_libaio
                 : job->engine == ASSAY_IO_URING ? &assay_io_uring
                                                 : &assay_io_sync;
  queue.requests = calloc(job->depth, sizeof *queue.requests);
  queue.ends = calloc(job->depth, sizeof *queue.ends);
  queue.slots = calloc(job->depth, sizeof *queue.slots);
  // One look may find all that are in flight ended, on top of those that are one short of a flush.
  queue.unflushed = calloc((size_t)job->depth + job->sync_every, sizeof *queue.unflushed);
  long answer = -ENOMEM;
  if (queue.requests && queue.ends && queue.slots && queue.unflushed) answer = queue.engine->open(job, &queue.state);
  if (answer < 0) {
    result->stage = ASSAY_IO_SETUP;
  } else {
    for (uint32_t i = 0; i < job->depth; i++) {
      queue.slots[i] = job->depth - 1 - i;
      queue.requests[i].memory = job->memory + (size_t)i * job->block_bytes;
    }
    answer = job->interval ? run_at_rate(&queue) : run_closed(&queue);
    if (answer < 0) close_window(&queue.window, assay_now());
    long drained = drain(&queue);
    if (answer == 0) answer = drained;
    uint64_t now;
    if (answer == 0 && queue.unflushed_count > 0) {
      queue.source.writes_until_sync = 0;
      answer = flush_when_due(&queue, &now);
    }
  }
  if (queue.state) queue.engine->close(queue.state);
  free(queue.requests);
  free(queue.ends);
  free(queue.slots);
  free(queue.unflushed);
  return answer;
}
