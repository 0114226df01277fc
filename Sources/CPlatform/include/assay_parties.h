// Several parties that start together, as threads of this process or as processes of their own.
#ifndef ASSAY_PARTIES_H
#define ASSAY_PARTIES_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Where it failed.
enum assay_party_stage {
  ASSAY_STAGE_NONE,
  /// A thread or process could not be started.
  ASSAY_STAGE_START,
  /// It could not be pinned.
  ASSAY_STAGE_PIN,
  /// What the parties do failed in one of them.
  ASSAY_STAGE_WORK,
  /// The time limit ran out.
  ASSAY_STAGE_LIMIT,
};

/// How parties are started.
struct assay_party_setting {
  /// Whether each is a forked process; else a thread.
  uint32_t processes;
  /// One CPU mask of `words` words for each party, one after the other.
  const uint64_t *masks;
  size_t words;
  /// Nanoseconds for everything: what takes longer is taken for hung, and ended.
  uint64_t limit;
};

/// What the parties do. In a forked process only what is safe in a signal handler may be called.
struct assay_party_work {
  /// The work of the party `index`; returns 0 or a negative errno.
  long (*body)(void *context, uint32_t index);
  /// Has every thread that waits in `body`, or is about to wait, return soon. Processes are killed instead.
  void (*unblock)(void *context);
  /// Handed to both. What processes shall tell each other must be in shared memory.
  void *context;
};

/// How it went.
struct assay_party_outcome {
  /// When the parties were let go (CLOCK_MONOTONIC, nanoseconds).
  uint64_t started;
  enum assay_party_stage stage;
};

/// Starts `count` parties, lets them go when all are there, waits for the end of each. Whatever happens, no thread
/// and no process of them is left; processes also end when the calling thread does. Returns 0 or the first negative
/// errno, with the stage in `outcome`; -ETIMEDOUT for the limit.
long assay_run_parties(uint32_t count, const struct assay_party_setting *setting, const struct assay_party_work *work,
                       struct assay_party_outcome *outcome);

/// Zeroed memory that forked processes share with this one; null with errno set when there is none.
void *_Nullable assay_map_shared(size_t bytes);

ASSAY_ASSUME_NONNULL_END
#endif
