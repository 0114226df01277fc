#include "assay_codec.h"
#include "assay_clock.h"

#include <lz4.h>
#include <lz4hc.h>
#include <stdlib.h>
#include <string.h>
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

struct assay_coder {
  enum assay_codec codec;
  int level;
  /// lz4's or lz4hc's working memory.
  void *state;
  ZSTD_CCtx *compressor;
  ZSTD_DCtx *decompressor;
  ZSTD_CDict *compressing_dictionary;
  ZSTD_DDict *decompressing_dictionary;
};

const char *assay_codec_error(long result) {
  switch (result) {
    case ASSAY_CODEC_NO_MEMORY: return "not enough memory for its context";
    case ASSAY_CODEC_LZ4_FAILED: return "lz4 failed without a reason";
    case ASSAY_CODEC_WRONG_LENGTH: return "decompressing gave another number of bytes";
    case ASSAY_CODEC_TOO_LARGE: return "the block is larger than the codec takes";
    default: return ZSTD_getErrorString((ZSTD_ErrorCode)-result);
  }
}

const char *assay_codec_version(enum assay_codec codec) {
  switch (codec) {
    case ASSAY_CODEC_ZSTD: return ZSTD_versionString();
    case ASSAY_CODEC_LZ4:
    case ASSAY_CODEC_LZ4HC: return LZ4_versionString();
    default: return NULL;
  }
}

static long zstd_result(size_t result) { return ZSTD_isError(result) ? -(long)ZSTD_getErrorCode(result) : 0; }

static long make_zstd(struct assay_coder *coder, const void *dictionary, size_t bytes) {
  coder->compressor = ZSTD_createCCtx();
  coder->decompressor = ZSTD_createDCtx();
  if (!coder->compressor || !coder->decompressor) return ASSAY_CODEC_NO_MEMORY;
  long error = zstd_result(ZSTD_CCtx_setParameter(coder->compressor, ZSTD_c_compressionLevel, coder->level));
  if (error < 0 || !dictionary) return error;
  coder->compressing_dictionary = ZSTD_createCDict(dictionary, bytes, coder->level);
  coder->decompressing_dictionary = ZSTD_createDDict(dictionary, bytes);
  if (!coder->compressing_dictionary || !coder->decompressing_dictionary) return ASSAY_CODEC_NO_MEMORY;
  error = zstd_result(ZSTD_CCtx_refCDict(coder->compressor, coder->compressing_dictionary));
  return error < 0 ? error : zstd_result(ZSTD_DCtx_refDDict(coder->decompressor, coder->decompressing_dictionary));
}

static long make_state(struct assay_coder *coder, int bytes) {
  coder->state = malloc((size_t)bytes);
  return coder->state ? 0 : ASSAY_CODEC_NO_MEMORY;
}

long assay_make_coder(enum assay_codec codec, int level, const void *dictionary, size_t dictionary_bytes,
                      struct assay_coder **coder) {
  struct assay_coder *made = calloc(1, sizeof *made);
  if (!made) return ASSAY_CODEC_NO_MEMORY;
  made->codec = codec;
  made->level = level;
  long error = 0;
  switch (codec) {
    case ASSAY_CODEC_MEMCPY: break;
    case ASSAY_CODEC_LZ4: error = make_state(made, LZ4_sizeofState()); break;
    case ASSAY_CODEC_LZ4HC: error = make_state(made, LZ4_sizeofStateHC()); break;
    case ASSAY_CODEC_ZSTD: error = make_zstd(made, dictionary, dictionary_bytes); break;
  }
  if (error < 0) {
    assay_free_coder(made);
    return error;
  }
  *coder = made;
  return 0;
}

void assay_free_coder(struct assay_coder *coder) {
  free(coder->state);
  ZSTD_freeCCtx(coder->compressor);
  ZSTD_freeDCtx(coder->decompressor);
  ZSTD_freeCDict(coder->compressing_dictionary);
  ZSTD_freeDDict(coder->decompressing_dictionary);
  free(coder);
}

size_t assay_codec_bound(enum assay_codec codec, size_t bytes) {
  switch (codec) {
    case ASSAY_CODEC_ZSTD: return ZSTD_compressBound(bytes);
    case ASSAY_CODEC_LZ4:
    case ASSAY_CODEC_LZ4HC: return bytes + bytes / 255 + 16;  // LZ4_COMPRESSBOUND, which stops at 2 GiB
    default: return bytes;
  }
}

static inline long pack(struct assay_coder *coder, struct assay_coded_block *block) {
  switch (coder->codec) {
    case ASSAY_CODEC_ZSTD: {
      size_t got = ZSTD_compress2(coder->compressor, block->packed, block->capacity, block->source, block->bytes);
      if (ZSTD_isError(got)) return zstd_result(got);
      block->packed_bytes = got;
      return 0;
    }
    case ASSAY_CODEC_LZ4:
    case ASSAY_CODEC_LZ4HC: {
      if (block->bytes > LZ4_MAX_INPUT_SIZE) return ASSAY_CODEC_TOO_LARGE;
      int capacity = block->capacity > INT32_MAX ? INT32_MAX : (int)block->capacity;
      const char *source = (const char *)block->source;
      char *packed = (char *)block->packed;
      int got = coder->codec == ASSAY_CODEC_LZ4
                    ? LZ4_compress_fast_extState(coder->state, source, packed, (int)block->bytes, capacity, coder->level)
                    : LZ4_compress_HC_extStateHC(coder->state, source, packed, (int)block->bytes, capacity, coder->level);
      if (got <= 0) return ASSAY_CODEC_LZ4_FAILED;
      block->packed_bytes = (size_t)got;
      return 0;
    }
    case ASSAY_CODEC_MEMCPY:
      memcpy(block->packed, block->source, block->bytes);
      block->packed_bytes = block->bytes;
      return 0;
  }
  return ASSAY_CODEC_TOO_LARGE;
}

static inline long unpack(struct assay_coder *coder, struct assay_coded_block *block) {
  switch (coder->codec) {
    case ASSAY_CODEC_ZSTD: {
      size_t got = ZSTD_decompressDCtx(coder->decompressor, block->unpacked, block->bytes, block->packed, block->packed_bytes);
      if (ZSTD_isError(got)) return zstd_result(got);
      return got == block->bytes ? 0 : ASSAY_CODEC_WRONG_LENGTH;
    }
    case ASSAY_CODEC_LZ4:
    case ASSAY_CODEC_LZ4HC: {
      int got = LZ4_decompress_safe((const char *)block->packed, (char *)block->unpacked, (int)block->packed_bytes,
                                    (int)block->bytes);
      if (got < 0) return ASSAY_CODEC_LZ4_FAILED;
      return (size_t)got == block->bytes ? 0 : ASSAY_CODEC_WRONG_LENGTH;
    }
    case ASSAY_CODEC_MEMCPY: memcpy(block->unpacked, block->packed, block->bytes); return 0;
  }
  return ASSAY_CODEC_TOO_LARGE;
}

static inline long code(struct assay_coding *coding, size_t index) {
  struct assay_coded_block *block = &coding->blocks[index];
  long error = coding->direction == ASSAY_COMPRESS ? pack(coding->coder, block) : unpack(coding->coder, block);
  if (error < 0) coding->failed = index;
  return error;
}

long assay_code_blocks(struct assay_coding *coding, uint64_t times[2]) {
  times[0] = assay_now();
  for (size_t pass = 0; pass < coding->passes; pass++) {
    for (size_t index = 0; index < coding->count; index++) {
      long error = code(coding, index);
      if (error < 0) return error;
    }
  }
  times[1] = assay_now();
  return 0;
}

long assay_time_blocks(struct assay_coding *coding, struct assay_histogram *latencies) {
  uint64_t last = assay_now();
  for (size_t pass = 0; pass < coding->passes; pass++) {
    for (size_t index = 0; index < coding->count; index++) {
      long error = code(coding, index);
      if (error < 0) return error;
      uint64_t now = assay_now();
      assay_histogram_record(latencies, now - last, now);
      last = now;
    }
  }
  return 0;
}

size_t assay_first_difference(const struct assay_coded_block *blocks, size_t count) {
  size_t index = 0;
  while (index < count && memcmp(blocks[index].source, blocks[index].unpacked, blocks[index].bytes) == 0) index++;
  return index;
}

enum assay_filling assay_filling(const uint8_t *block, size_t bytes) {
  uint64_t word = 0;
  // Every byte equal to the one 8 before it is one word over and over.
  if (bytes > sizeof word && memcmp(block, block + sizeof word, bytes - sizeof word) != 0) return ASSAY_FILLING_MIXED;
  memcpy(&word, block, bytes < sizeof word ? bytes : sizeof word);
  return word == 0 ? ASSAY_FILLING_ZERO : ASSAY_FILLING_SAME;
}

long assay_train_dictionary(void *dictionary, size_t capacity, const void *samples, const size_t *sizes, unsigned count) {
  size_t got = ZDICT_trainFromBuffer(dictionary, capacity, samples, sizes, count);
  return ZDICT_isError(got) ? -(long)ZSTD_getErrorCode(got) : (long)got;
}
