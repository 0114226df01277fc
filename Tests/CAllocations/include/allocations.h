// Counts the memory allocations that measuring loops make.
#ifndef ASSAY_TEST_ALLOCATIONS_H
#define ASSAY_TEST_ALLOCATIONS_H

#include <stdint.h>

/// The loops of CPlatform.
enum measuring_loop {
  LOOP_CONTROL,
  LOOP_WAKEUPS,
  LOOP_REQUESTS,
  LOOP_PIPE,
  LOOP_FUTEX,
  LOOP_EVENTFD,
  LOOP_SOCKET_MESSAGES,
  LOOP_PIPE_MESSAGES,
  LOOP_CLOCK_GAPS,
  LOOP_MOVES,
  LOOP_PIECES,
  LOOP_BOUNCE,
  LOOP_STREAM,
  LOOP_CHASE,
  LOOP_LIBAIO,
  LOOP_LIBAIO_RING,
  LOOP_URING,
  LOOP_SYNC,
  LOOP_ZSTD,
  LOOP_ZSTD_CALLS,
  LOOP_LZ4,
  LOOP_LZ4HC_CALLS,
  LOOP_PAGES,
};

/// What a loop did: its rounds, or a negative errno; and how often memory was asked for meanwhile.
struct loop_outcome {
  int64_t rounds;
  uint64_t allocations;
};

/// Runs a loop in a forked process, where nothing else allocates, `amount` times as long as its shortest run. The
/// control allocates once in each round. Returns 0 or a negative errno of the forking.
long count_allocations(enum measuring_loop loop, uint32_t amount, struct loop_outcome *outcome);

#endif
