// Blocks of data that tell where they belong, which write made them, and whether they are whole.
#ifndef ASSAY_STAMP_H
#define ASSAY_STAMP_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// The part of a block that storage writes whole, if anything; a block's length is a multiple of it.
enum { ASSAY_STAMP_SECTOR = 512 };

/// The first bytes of a block, little-endian: "ASSAYBLK", then what the block is. The rest of the block follows from
/// the three numbers: see `assay_stamp`.
struct assay_stamp_header {
  uint64_t magic;
  /// Where the block was meant to be written: bytes from the start of the file or device.
  uint64_t offset;
  /// The how-manieth write of this block it is, from 1.
  uint64_t generation;
  /// The run that wrote it.
  uint64_t seed;
  /// XXH64 of the whole block with this field zero.
  uint64_t checksum;
};

/// What a block holds.
enum assay_stamp_content {
  ASSAY_STAMP_INTACT,     // a stamp, and its checksum is right
  ASSAY_STAMP_DAMAGED,    // a stamp, but its checksum is wrong
  ASSAY_STAMP_ZERO,       // zeros only
  ASSAY_STAMP_UNSTAMPED,  // something else
};

/// Fills a block of `bytes`, a multiple of 512: header, then noise that depends on offset, generation and seed in every
/// sector, so that a sector of one write is told from that of another. The noise does not compress.
void assay_stamp(uint8_t *block, uint32_t bytes, uint64_t offset, uint64_t generation, uint64_t seed);

/// Says what a block holds; `header` is set when it holds a stamp, intact or not.
enum assay_stamp_content assay_stamp_check(const uint8_t *block, uint32_t bytes, struct assay_stamp_header *header);

/// XXH64 with seed 0 of `count` bytes, a positive multiple of 32.
/// Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, "XXH64 Algorithm Description".
uint64_t assay_checksum(const uint8_t *bytes, size_t count);

ASSAY_ASSUME_NONNULL_END
#endif
