#include "assay_chase.h"

// An invertible mix of the numbers below 2^bits: each step (odd multiplication, xor with a right shift, addition)
// can be undone, so the whole is a permutation. The multipliers are those of the 64-bit finaliser of MurmurHash3
// (Austin Appleby, public domain).
static uint64_t mix(uint64_t value, unsigned bits, uint64_t seed) {
  uint64_t mask = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
  unsigned shift = bits / 2 + 1;
  value = (value + seed) & mask;
  value = (value * 0xff51afd7ed558ccdu) & mask;
  value ^= value >> shift;
  value = (value * 0xc4ceb9fe1a85ec53u + (seed >> 32)) & mask;
  value ^= value >> shift;
  value = (value * 0xff51afd7ed558ccdu) & mask;
  value ^= value >> shift;
  return value;
}

// Cycle walking: mixing again until the value falls below `lines` keeps it a permutation of any size.
static size_t slot(size_t step, size_t lines, unsigned bits, uint64_t seed) {
  uint64_t value = step;
  do value = mix(value, bits, seed);
  while (value >= lines);
  return (size_t)value;
}

void assay_chase_build(void *memory, size_t lines, size_t line_bytes, uint64_t seed) {
  char *base = memory;
  unsigned bits = 2;
  while (bits < 64 && ((uint64_t)1 << bits) < lines) bits++;
  size_t first = slot(0, lines, bits, seed), here = first;
  for (size_t step = 1; step < lines; step++) {
    size_t next = slot(step, lines, bits, seed);
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
