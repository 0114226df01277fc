#include "assay_chase.h"

#include "random.h"

// With three rounds a step of the same length came up to 22 times in 65,536; with four 8 times, as in a shuffle.
enum { ROUNDS = 4 };

// What a mix adds before each of its rounds.
struct keys {
  uint64_t round[ROUNDS];
};

// Random keys: seeds that differ by little would else give the same cycle.
static struct keys keys_of(uint64_t seed) {
  struct keys keys;
  for (int round = 0; round < ROUNDS; round++) keys.round[round] = random_next(&seed);
  return keys;
}

// An invertible mix of the numbers below 2^bits: each step (addition, odd multiplication, xor with a right shift)
// can be undone, so the whole is a permutation. The multipliers are those of the 64-bit finaliser of MurmurHash3
// (Austin Appleby, public domain).
static uint64_t mix(uint64_t value, unsigned bits, const struct keys *keys) {
  static const uint64_t multipliers[2] = {0xff51afd7ed558ccdu, 0xc4ceb9fe1a85ec53u};
  uint64_t mask = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
  unsigned shift = bits / 2 + 1;
  for (int round = 0; round < ROUNDS; round++) {
    value = ((value + keys->round[round]) * multipliers[round % 2]) & mask;
    value ^= value >> shift;
  }
  return value;
}

// Cycle walking: mixing again until the value falls below `lines` keeps it a permutation of any size.
static size_t slot(size_t step, size_t lines, unsigned bits, const struct keys *keys) {
  uint64_t value = step;
  do value = mix(value, bits, keys);
  while (value >= lines);
  return (size_t)value;
}

void assay_chase_build(void *memory, size_t lines, size_t line_bytes, uint64_t seed) {
  char *base = memory;
  const struct keys keys = keys_of(seed);
  unsigned bits = 2;
  while (bits < 64 && ((uint64_t)1 << bits) < lines) bits++;
  size_t first = slot(0, lines, bits, &keys), here = first;
  for (size_t step = 1; step < lines; step++) {
    size_t next = slot(step, lines, bits, &keys);
    *(void **)(base + here * line_bytes) = base + next * line_bytes;
    here = next;
  }
  *(void **)(base + here * line_bytes) = base + first * line_bytes;
}

#define FOLLOW cell = *(const void *const *)cell;
#define FOLLOW8 FOLLOW FOLLOW FOLLOW FOLLOW FOLLOW FOLLOW FOLLOW FOLLOW

const void *assay_chase_follow(const void *cell, size_t steps) {
  for (size_t left = steps / 32; left > 0; left--) { FOLLOW8 FOLLOW8 FOLLOW8 FOLLOW8 }
  for (size_t left = steps % 32; left > 0; left--) { FOLLOW }
  __asm__ volatile("" : : "r"(cell) : "memory");
  return cell;
}

size_t assay_chase_length(const void *memory, size_t limit) {
  const void *cell = memory;
  size_t length = 0;
  do {
    cell = *(const void *const *)cell;
    length++;
  } while (cell != memory && length <= limit);
  return length;
}
