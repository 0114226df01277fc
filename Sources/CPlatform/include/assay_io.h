// One thread that keeps a queue of reads and writes, through libaio, io_uring or plain system calls.
#ifndef ASSAY_IO_H
#define ASSAY_IO_H

#include "assay_compiler.h"
#include "assay_histogram.h"
#include "assay_journal.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// What hands the requests to the kernel.
enum assay_io_engine { ASSAY_IO_LIBAIO, ASSAY_IO_URING, ASSAY_IO_SYNC };

/// What makes writes durable, after every `sync_every` of them.
enum assay_io_sync { ASSAY_IO_NO_SYNC, ASSAY_IO_FSYNC, ASSAY_IO_FDATASYNC };

/// What a thread does. Times in nanoseconds of CLOCK_MONOTONIC.
struct assay_io_job {
  enum assay_io_engine engine;
  int descriptor;
  /// The bytes of the file that are used: whole blocks from `first_byte` on.
  uint64_t first_byte;
  uint64_t blocks;
  uint32_t block_bytes;
  /// Requests in flight at most.
  uint32_t depth;
  /// Requests that are submitted together, and waited for together; 1: each by itself, as soon as one has ended.
  uint32_t batch;
  /// libaio: whether completions are first looked for in the ring that the kernel shares.
  uint32_t reads_ring;
  /// Whether blocks come in a random order; else one after the other, over and over.
  uint32_t random;
  /// Of a hundred requests, how many write.
  uint32_t write_percent;
  uint64_t seed;
  /// Time from one arrival to the next, whatever has ended until then; 0: a request for each that ends.
  uint64_t interval;
  enum assay_io_sync sync;
  uint32_t sync_every;
  /// When counting begins and ends; requests run before and a little after.
  uint64_t start;
  uint64_t end;
  /// Before `start`: rounds of this length, the last of which ends then, and where the requests that end in each are
  /// counted: whether the rate has settled. No rounds, no counts.
  uint64_t round;
  uint32_t round_count;
  uint64_t *_Nullable rounds;
  /// depth x block_bytes, aligned for the device, pre-faulted.
  uint8_t *memory;
  /// Where writes are recorded, each with a stamp of its own (see assay_stamp.h); null where nobody will ask. There
  /// must be more blocks than `depth`: one that is in flight is passed over.
  const struct assay_io_journal *_Nullable journal;
};

/// Where it failed.
enum assay_io_stage { ASSAY_IO_RAN, ASSAY_IO_SETUP, ASSAY_IO_SUBMIT, ASSAY_IO_COMPLETE, ASSAY_IO_SHORT, ASSAY_IO_FLUSH };

/// What came of it, counted between `start` and `end`. The histograms are the caller's.
struct assay_io_result {
  /// From a request's call to the return of it; from there to its end; the sum, from the intended start where arrivals
  /// have a rate.
  struct assay_histogram *submit;
  struct assay_histogram *complete;
  struct assay_histogram *reads;
  struct assay_histogram *writes;
  uint64_t read_count;
  uint64_t write_count;
  uint64_t sync_count;
  /// Sum of all requests' times in flight: over the window it is the mean number of requests in flight (Little's law).
  uint64_t flight_time;
  /// From the first to the last counted moment.
  uint64_t window;
  uint64_t user_time;
  uint64_t system_time;
  uint64_t voluntary_switches;
  uint64_t involuntary_switches;
  enum assay_io_stage stage;
  /// The byte where a failed request began, and what was moved of a short one.
  uint64_t failed_at;
  uint64_t moved;
  uint32_t failed_write;
};

/// Runs the calling thread's queue. Whatever happens, nothing is in flight afterwards.
///
/// Returns 0, or the first negative errno with its stage in the result; -EIO for a short request. What was counted
/// until then stands.
long assay_io_run(const struct assay_io_job *job, struct assay_io_result *result);

ASSAY_ASSUME_NONNULL_END
#endif
