#include "assay_probe.h"

#include "assay_clock.h"

enum { WARM_UP_PIECES = 16 };

// A chain of dependent multiplications: its duration depends on the core's clock and on nothing else.
static uint64_t piece_of_work(uint64_t value) {
  for (int step = 0; step < 512; step++) {
    value = value * 6364136223846793005u + 1442695040888963407u;
    __asm__ volatile("" : "+r"(value));
  }
  return value;
}

uint64_t assay_fixed_work(uint32_t pieces) {
  uint64_t value = pieces;
  for (uint32_t piece = 0; piece < pieces; piece++) value = piece_of_work(value);
  return value;
}

void assay_spin_fixed_work(uint32_t pieces, uint64_t gap_threshold, struct assay_spin *result) {
  uint64_t fastest = UINT64_MAX, value = pieces;
  *result = (struct assay_spin){0};
  // Know the fastest piece before the first one counts: an interrupted first piece would pass for the normal.
  for (int piece = 0; piece < WARM_UP_PIECES; piece++) {
    uint64_t start = assay_now();
    value = piece_of_work(value);
    uint64_t lasted = assay_now() - start;
    if (lasted < fastest) fastest = lasted;
  }
  uint64_t first = assay_now(), previous = first;
  for (uint32_t piece = 0; piece < pieces; piece++) {
    value = piece_of_work(value);
    uint64_t time = assay_now(), lasted = time - previous;
    previous = time;
    if (lasted < fastest) fastest = lasted;
    uint64_t excess = lasted - fastest;
    if (excess > gap_threshold) {
      result->gaps++;
      result->gap_nanoseconds += excess;
      if (excess > result->longest_gap_nanoseconds) result->longest_gap_nanoseconds = excess;
    }
  }
  result->total_nanoseconds = previous - first;
  __asm__ volatile("" : : "r"(value));
}

static inline int take_turn(enum assay_bounce way, uint64_t *turn, uint64_t mine) {
  if (way == ASSAY_BOUNCE_STORE) {
    if (__atomic_load_n(turn, __ATOMIC_ACQUIRE) != mine) return 0;
    __atomic_store_n(turn, mine + 1, __ATOMIC_RELEASE);
    return 1;
  }
  uint64_t expected = mine;
  return __atomic_compare_exchange_n(turn, &expected, mine + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

// Inlined for each way, so that no branch on it is left in the loop.
static inline __attribute__((always_inline)) uint64_t bounce(enum assay_bounce way, uint64_t *turn, int server,
                                                             uint64_t rounds, uint64_t limit) {
  // Turns count up: even values are the server's to play, odd ones the other's.
  uint64_t mine = server ? 0 : 1;
  uint64_t deadline = assay_now() + limit, started = 0;
  for (uint64_t round = 0; round < rounds; round++, mine += 2) {
    for (uint32_t spins = 1; !take_turn(way, turn, mine); spins++) {
      if ((spins & 0xffff) == 0 && assay_now() > deadline) return 0;
    }
    if (round == 0) started = assay_now();
  }
  return assay_now() - started;
}

uint64_t assay_bounce(enum assay_bounce way, uint64_t *turn, int server, uint64_t rounds, uint64_t limit) {
  return way == ASSAY_BOUNCE_STORE ? bounce(ASSAY_BOUNCE_STORE, turn, server, rounds, limit)
                                   : bounce(ASSAY_BOUNCE_SWAP, turn, server, rounds, limit);
}
