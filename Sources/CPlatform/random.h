// SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
#ifndef ASSAY_RANDOM_H
#define ASSAY_RANDOM_H

#include <stdint.h>

/// What the state is advanced by from number to number: 2^64 over the golden ratio, odd.
#define RANDOM_STEP UINT64_C(0x9e3779b97f4a7c15)

/// Spreads every bit of a state over a whole word.
static inline uint64_t random_mix(uint64_t state) {
  state = (state ^ state >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  state = (state ^ state >> 27) * UINT64_C(0x94d049bb133111eb);
  return state ^ state >> 31;
}

/// The next number of a generator, whose state may begin with any seed.
static inline uint64_t random_next(uint64_t *state) { return random_mix(*state += RANDOM_STEP); }

#endif
