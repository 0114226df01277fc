// Compressing and decompressing blocks with zstd, lz4 and lz4hc, with contexts that are made once.
#ifndef ASSAY_CODEC_H
#define ASSAY_CODEC_H

#include "assay_compiler.h"
#include "assay_histogram.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

enum assay_codec {
  ASSAY_CODEC_MEMCPY,  // copies: the least that moving data costs
  ASSAY_CODEC_LZ4,     // level: acceleration, 1…65537
  ASSAY_CODEC_LZ4HC,   // level: 1…12
  ASSAY_CODEC_ZSTD,    // level: negative ones are faster
};

enum assay_direction { ASSAY_COMPRESS, ASSAY_DECOMPRESS };

/// What codecs fail with beyond zstd's own codes, negative as returned.
enum {
  /// Memory for a context was refused.
  ASSAY_CODEC_NO_MEMORY = -10001,
  /// lz4 failed; it does not say how.
  ASSAY_CODEC_LZ4_FAILED = -10002,
  /// Decompressing gave another number of bytes than were compressed.
  ASSAY_CODEC_WRONG_LENGTH = -10003,
  /// The block is larger than the codec takes.
  ASSAY_CODEC_TOO_LARGE = -10004,
};

/// The words for a negative result, zstd's own where it is zstd's. Static memory.
const char *assay_codec_error(long result);

/// `1.5.4`; null for memcpy. Static memory.
const char *_Nullable assay_codec_version(enum assay_codec codec);

/// The contexts of one thread.
struct assay_coder;

/// Makes the contexts; `dictionary` is copied, may be null, and is for zstd only.
long assay_make_coder(enum assay_codec codec, int level, const void *_Nullable dictionary, size_t dictionary_bytes,
                      struct assay_coder *_Nullable *_Nonnull coder);

/// Frees what `assay_make_coder` made.
void assay_free_coder(struct assay_coder *coder);

/// The most bytes that compressing `bytes` can give.
size_t assay_codec_bound(enum assay_codec codec, size_t bytes);

/// One block and where its forms go.
struct assay_coded_block {
  const uint8_t *source;
  size_t bytes;
  uint8_t *packed;
  /// Room at `packed`: `assay_codec_bound` or more.
  size_t capacity;
  /// What compressing gave.
  size_t packed_bytes;
  /// Room for `bytes`.
  uint8_t *unpacked;
};

/// Blocks to go through, and how.
struct assay_coding {
  struct assay_coder *coder;
  enum assay_direction direction;
  struct assay_coded_block *blocks;
  size_t count;
  /// How often all of them are gone through.
  size_t passes;
  /// The block at which a failure came.
  size_t failed;
};

/// Goes through the blocks, with one reading of the clock before and one after: `times` are these two.
long assay_code_blocks(struct assay_coding *coding, uint64_t times[_Nonnull 2]);

/// The same with one reading of the clock for each block: a call's end is the next one's start.
long assay_time_blocks(struct assay_coding *coding, struct assay_histogram *latencies);

/// The first block whose decompressed form differs from its source; `count` when none does.
size_t assay_first_difference(const struct assay_coded_block *blocks, size_t count);

/// What a block is made of.
enum assay_filling {
  ASSAY_FILLING_MIXED,  // anything else
  ASSAY_FILLING_ZERO,   // zeros only
  ASSAY_FILLING_SAME,   // one 8-byte word over and over, not zero: zram and zswap keep no more of such a page
};

/// Looks at a block; a rest of less than 8 bytes must be the beginning of the word.
enum assay_filling assay_filling(const uint8_t *block, size_t bytes);

/// Trains a zstd dictionary on samples that lie one behind the other; returns its bytes, at most `capacity`.
long assay_train_dictionary(void *dictionary, size_t capacity, const void *samples, const size_t *sizes,
                            unsigned count);

ASSAY_ASSUME_NONNULL_END
#endif
