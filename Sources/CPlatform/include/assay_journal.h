// What a writer of stamped blocks has to remember, so that its data can be judged after it was killed.
#ifndef ASSAY_JOURNAL_H
#define ASSAY_JOURNAL_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// What the writer's thread has to bring to the disk, and how that went.
struct assay_journal_lasting {
  /// The part of the mapping that holds the acknowledged generations, from a page's start on.
  void *start;
  size_t bytes;
  /// Whether something was acknowledged since.
  uint32_t is_due;
  /// The first failure, as a negative errno; nothing is brought to the disk after it.
  long error;
};

/// Two generations for every block, both 0 for a block that was never written, in a shared mapping of a file: stores
/// to it survive the writer's death.
///
/// The rules for the writer of a block, which may be in flight once at a time only:
///  1. before the submit: generation = issued + 1; stamp the block with it; set issued with
///     `assay_journal_set(&issued[i], generation)`;
///  2. after the completion was seen to be whole and, where the policy says so, after the sync that followed it:
///     `assay_journal_set(&acknowledged[i], generation)`.
/// A write that failed or came back short is not acknowledged. The block's content is unknown then: do not write it
/// again in this run, since a later generation may reach two above the acknowledged one.
/// The two reach the disk in any order and at any time, which does no harm after a power cut: an acknowledged generation
/// there is true whenever it got there, since it was stored after the fact, and the verdicts do not need the issued one.
/// What is missing there is unknown, so where somebody was promised that writes last, `lasting` has a third rule followed:
///  3. before the next submit after an acknowledgement: the acknowledged generations are on the disk. A power cut then
///     leaves unknown no more than what was acknowledged between two submits.
/// So a block in storage bears a generation from acknowledged to issued, and these differ by one at most. The last
/// generation is UINT32_MAX: end the run before it.
struct assay_io_journal {
  uint32_t *acknowledged;
  uint32_t *issued;
  /// The run's seed, for the stamps.
  uint64_t seed;
  /// Null where nobody was promised anything.
  struct assay_journal_lasting *_Nullable lasting;
};

/// Stores a generation with release order: whoever sees it sees all that happened before.
static inline void assay_journal_set(uint32_t *generation, uint32_t value) {
  __atomic_store_n(generation, value, __ATOMIC_RELEASE);
}

/// Reads a generation with acquire order.
static inline uint32_t assay_journal_get(const uint32_t *generation) {
  return __atomic_load_n(generation, __ATOMIC_ACQUIRE);
}

ASSAY_ASSUME_NONNULL_END
#endif
