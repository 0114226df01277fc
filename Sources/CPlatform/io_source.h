// Which requests the loop of io.c makes, and what it remembers of writes.
#ifndef ASSAY_IO_SOURCE_H
#define ASSAY_IO_SOURCE_H

#include "assay_stamp.h"
#include "io_engine.h"
#include "random.h"

#include <errno.h>
#include <sys/mman.h>

// Which requests come, and when.
struct source {
  uint64_t random;
  uint64_t next_block;
  // Of the next arrival, where arrivals have a rate.
  uint64_t due;
  uint64_t writes_until_sync;
};

// Below `bound` without a division (D. Lemire, "Fast Random Integer Generation in an Interval", 2019).
static inline uint64_t below(uint64_t *state, uint64_t bound) {
  return (uint64_t)(((unsigned __int128)random_next(state) * bound) >> 64);
}

// Where the journal has the block at this byte.
static inline uint64_t block_at(const struct assay_io_job *job, uint64_t byte) {
  return (byte - job->first_byte) / job->block_bytes;
}

// Brings to the disk what was acknowledged: once before the next submit, for all that ended together.
static inline void make_lasting(struct assay_journal_lasting *lasting) {
  lasting->is_due = 0;
  if (lasting->error == 0 && msync(lasting->start, lasting->bytes, MS_SYNC) < 0) lasting->error = -(long)errno;
}

// Stamps the next write of this block, or of the nearest one after it that is not in flight.
static inline uint64_t record(const struct assay_io_job *job, uint64_t block, uint8_t *memory) {
  const struct assay_io_journal *journal = job->journal;
  if (journal->lasting && journal->lasting->is_due) make_lasting(journal->lasting);
  while (assay_journal_get(&journal->issued[block]) != assay_journal_get(&journal->acknowledged[block])) {
    block = block + 1 == job->blocks ? 0 : block + 1;
  }
  uint32_t generation = journal->issued[block] + 1;
  assay_stamp(memory, job->block_bytes, job->first_byte + block * job->block_bytes, generation, journal->seed);
  assay_journal_set(&journal->issued[block], generation);
  return block;
}

static inline void acknowledge(const struct assay_io_journal *journal, uint64_t block) {
  assay_journal_set(&journal->acknowledged[block], journal->issued[block]);
  if (journal->lasting) journal->lasting->is_due = 1;
}

// Chooses the block and the direction of the next request.
static inline void aim(const struct assay_io_job *job, struct source *source, struct io_request *request) {
  uint64_t block;
  if (job->random) {
    block = below(&source->random, job->blocks);
  } else {
    block = source->next_block;
    source->next_block = block + 1 == job->blocks ? 0 : block + 1;
  }
  request->write = job->write_percent == 100 || (job->write_percent > 0 && below(&source->random, 100) < job->write_percent);
  if (job->journal && request->write) block = record(job, block, request->memory);
  request->byte = job->first_byte + block * job->block_bytes;
}

#endif
