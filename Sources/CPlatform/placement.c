#define _GNU_SOURCE
#include "assay_placement.h"

#include "assay_chase.h"
#include "assay_clock.h"
#include "assay_probe.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A partner that never comes (its thread could not start) is waited for no longer than the work lasts.
static const struct timespec longest_sleep = {.tv_nsec = 10000000};

static void announce(uint32_t *own, uint32_t meeting) {
  __atomic_store_n(own, meeting, __ATOMIC_RELEASE);
  syscall(SYS_futex, own, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void meet(const struct assay_pieces *work, uint32_t meeting, uint64_t end) {
  announce(work->own, meeting);
  for (;;) {
    uint32_t seen = __atomic_load_n(work->partner, __ATOMIC_ACQUIRE);
    if (seen >= meeting || assay_now() >= end) return;
    // A word that has changed meanwhile, a signal and the end of the time all lead to the next look.
    syscall(SYS_futex, work->partner, FUTEX_WAIT_PRIVATE, seen, &longest_sleep, NULL, 0);
  }
}

static uint64_t sum(const uint64_t *words, size_t count) {
  uint64_t total = 0;
  for (size_t word = 0; word < count; word++) total += words[word];
  return total;
}

void assay_work_in_pieces(struct assay_pieces *work, uint64_t end, struct assay_histogram *latencies,
                          struct assay_pieces_done *result) {
  *result = (struct assay_pieces_done){0};
  size_t position = 0;
  uint32_t meeting = 0;
  uint64_t first = assay_now(), start = first;
  while (start < end) {
    work->cell = assay_chase_follow(work->cell, work->chase_steps);
    uint64_t value = sum(work->words + position, work->read_words);
    __asm__ volatile("" : : "r"(value));
    position += work->read_words;
    if (position + work->read_words > work->word_count) position = 0;
    value = assay_fixed_work(work->compute);
    __asm__ volatile("" : : "r"(value));
    result->pieces++;
    if (work->partner && result->pieces % work->between_meetings == 0) meet(work, ++meeting, end);
    uint64_t now = assay_now();
    assay_histogram_record(latencies, now - start, now);
    start = now;
  }
  result->nanoseconds = start - first;
  announce(work->own, UINT32_MAX);
}
