// What the loop of io.c asks of an engine.
#ifndef ASSAY_IO_ENGINE_H
#define ASSAY_IO_ENGINE_H

#include "assay_io.h"

/// A request in one of the slots of the queue.
struct io_request {
  uint64_t byte;
  uint8_t *memory;
  /// The intended start, where it has one; else when its call began.
  uint64_t due;
  uint64_t submitted;
  uint32_t write;
};

/// A request that has ended: bytes moved, or a negative errno.
struct io_end {
  uint32_t slot;
  int64_t result;
};

struct io_engine {
  /// Makes room for `depth` requests of `job`; a negative errno where it cannot.
  long (*open)(const struct assay_io_job *job, void **state);
  /// Hands over the requests of these slots: how many the kernel took, or a negative errno.
  long (*submit)(void *state, const struct io_request *requests, const uint32_t *slots, uint32_t count);
  /// Waits until at least `fewest` have ended, or until `wait` nanoseconds are over unless it is UINT64_MAX: how many
  /// did, at most `depth`; or a negative errno. With 0 for both it only looks.
  long (*reap)(void *state, uint32_t fewest, uint64_t wait, struct io_end *ends);
  void (*close)(void *state);
};

extern const struct io_engine assay_io_libaio;
extern const struct io_engine assay_io_uring;
extern const struct io_engine assay_io_sync;

#endif
