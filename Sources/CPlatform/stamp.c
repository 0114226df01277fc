#include "assay_stamp.h"

#include "random.h"

#include <stddef.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "stamps and checksums are defined on little-endian words");

// "ASSAYBLK" read as a little-endian word.
#define MAGIC 0x4b4c425941535341u

enum {
  WORD = sizeof(uint64_t),
  LANES = 4,
  STRIPE = LANES * WORD,
};
_Static_assert(ASSAY_STAMP_SECTOR % STRIPE == 0, "a block has no rest that the checksum would have to treat apart");

static inline uint64_t load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, WORD);
  return word;
}

static inline void store(uint8_t *bytes, uint64_t word) { memcpy(bytes, &word, WORD); }

// XXH64's five primes.
#define PRIME_1 0x9e3779b185ebca87u
#define PRIME_2 0xc2b2ae3d27d4eb4fu
#define PRIME_3 0x165667b19e3779f9u
#define PRIME_4 0x85ebca77c2b2ae63u

static inline uint64_t rotate(uint64_t value, int by) { return value << by | value >> (64 - by); }

static inline uint64_t take(uint64_t lane, uint64_t word) { return rotate(lane + word * PRIME_2, 31) * PRIME_1; }

struct lanes {
  uint64_t lane[LANES];
};

// The four lanes do not wait for each other: that is what makes it fast.
static inline struct lanes take_stripes(struct lanes lanes, const uint8_t *bytes, const uint8_t *end) {
  for (; bytes < end; bytes += STRIPE) {
    for (int i = 0; i < LANES; i++) lanes.lane[i] = take(lanes.lane[i], load(bytes + i * WORD));
  }
  return lanes;
}

static struct lanes fresh_lanes(void) {
  return (struct lanes){{PRIME_1 + PRIME_2, PRIME_2, 0, -PRIME_1}};
}

static uint64_t finish(struct lanes lanes, size_t count) {
  static const int turns[LANES] = {1, 7, 12, 18};
  uint64_t hash = 0;
  for (int i = 0; i < LANES; i++) hash += rotate(lanes.lane[i], turns[i]);
  for (int i = 0; i < LANES; i++) hash = (hash ^ take(0, lanes.lane[i])) * PRIME_1 + PRIME_4;
  hash += count;
  hash = (hash ^ hash >> 33) * PRIME_2;
  hash = (hash ^ hash >> 29) * PRIME_3;
  return hash ^ hash >> 32;
}

uint64_t assay_checksum(const uint8_t *bytes, size_t count) {
  return finish(take_stripes(fresh_lanes(), bytes, bytes + count), count);
}

// The checksum of a block as if its own field were zero, without touching the block.
static uint64_t block_checksum(const uint8_t *block, uint32_t bytes) {
  uint8_t head[2 * STRIPE];
  memcpy(head, block, sizeof head);
  store(head + offsetof(struct assay_stamp_header, checksum), 0);
  struct lanes lanes = take_stripes(fresh_lanes(), head, head + sizeof head);
  return finish(take_stripes(lanes, block + sizeof head, block + bytes), bytes);
}

enum { NOISE_LANES = 8 };
_Static_assert(ASSAY_STAMP_SECTOR % (NOISE_LANES * WORD) == 0, "a block is filled without a rest");

// Fills a block with noise: xorshift generators (Marsaglia: Xorshift RNGs, Journal of Statistical Software 8, 2003) side
// by side, which compilers make vectors of on every machine, for they need no product.
static void fill(uint8_t *block, uint32_t bytes, uint64_t start) {
  uint64_t lanes[NOISE_LANES];
  // A generator must not start from zero.
  for (int i = 0; i < NOISE_LANES; i++) lanes[i] = random_mix(start + (uint64_t)i * RANDOM_STEP) | 1;
  for (uint8_t *at = block; at < block + bytes; at += sizeof lanes) {
    for (int i = 0; i < NOISE_LANES; i++) {
      lanes[i] ^= lanes[i] << 13;
      lanes[i] ^= lanes[i] >> 7;
      lanes[i] ^= lanes[i] << 17;
    }
    memcpy(at, lanes, sizeof lanes);
  }
}

void assay_stamp(uint8_t *block, uint32_t bytes, uint64_t offset, uint64_t generation, uint64_t seed) {
  struct assay_stamp_header header = {MAGIC, offset, generation, seed, 0};
  fill(block, bytes, random_mix(random_mix(random_mix(seed) + offset) + generation));
  memcpy(block, &header, sizeof header);
  store(block + offsetof(struct assay_stamp_header, checksum), assay_checksum(block, bytes));
}

static int is_zero(const uint8_t *block, uint32_t bytes) {
  for (const uint8_t *at = block; at < block + bytes; at += STRIPE) {
    if ((load(at) | load(at + WORD) | load(at + 2 * WORD) | load(at + 3 * WORD)) != 0) return 0;
  }
  return 1;
}

enum assay_stamp_content assay_stamp_check(const uint8_t *block, uint32_t bytes, struct assay_stamp_header *header) {
  if (load(block) != MAGIC) return is_zero(block, bytes) ? ASSAY_STAMP_ZERO : ASSAY_STAMP_UNSTAMPED;
  memcpy(header, block, sizeof *header);
  return header->checksum == block_checksum(block, bytes) ? ASSAY_STAMP_INTACT : ASSAY_STAMP_DAMAGED;
}
