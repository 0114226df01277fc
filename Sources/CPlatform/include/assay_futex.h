// Waiting for a word of memory to change, which the C library does not offer.
#ifndef ASSAY_FUTEX_H
#define ASSAY_FUTEX_H

#include "assay_compiler.h"

#include <linux/futex.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Sleeps while `*word` is `value`, at most `timeout`; returns also without a reason: the caller looks at the word.
/// `shared` when the word is in memory that processes share.
static inline void assay_futex_wait(const uint32_t *word, uint32_t value, int shared,
                                    const struct timespec *_Nullable timeout) {
  syscall(SYS_futex, word, shared ? FUTEX_WAIT : FUTEX_WAIT_PRIVATE, value, timeout, NULL, 0);
}

/// Wakes at most `count` that sleep on the word.
static inline void assay_futex_wake(const uint32_t *word, int32_t count, int shared) {
  syscall(SYS_futex, word, shared ? FUTEX_WAKE : FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

ASSAY_ASSUME_NONNULL_END
#endif
