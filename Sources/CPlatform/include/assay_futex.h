// Sleeping on a word of memory, and waking who sleeps there.
#ifndef ASSAY_FUTEX_H
#define ASSAY_FUTEX_H

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// Sleeps while the word has that value, at most until `deadline` (CLOCK_MONOTONIC, nanoseconds; 0: for ever). Returns 0
/// when woken, when the value differs, when interrupted and when the time is over: look at the word again.
static inline long assay_futex_wait(const uint32_t *word, uint32_t value, uint64_t deadline) {
  struct timespec time = {.tv_sec = (time_t)(deadline / 1000000000u), .tv_nsec = (long)(deadline % 1000000000u)};
  long result = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, value, deadline ? &time : 0, 0,
                        FUTEX_BITSET_MATCH_ANY);
  if (result == 0 || errno == EAGAIN || errno == EINTR || errno == ETIMEDOUT) return 0;
  return -(long)errno;
}

/// Wakes up to `count` sleepers.
static inline long assay_futex_wake(const uint32_t *word, int count) {
  long result = syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
  return result < 0 ? -(long)errno : result;
}

#endif
