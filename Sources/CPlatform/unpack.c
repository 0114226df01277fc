#include "assay_unpack.h"

#include <errno.h>
#include <limits.h>
#include <lz4.h>
#include <zstd.h>

long assay_lz4_expand(const void *block, size_t count, void *bytes, size_t room) {
  if (count > INT_MAX || room > INT_MAX) return -EINVAL;
  int result = LZ4_decompress_safe(block, bytes, (int)count, (int)room);
  return result < 0 ? -EINVAL : result;
}

long assay_zstd_expand(const void *frame, size_t count, void *bytes, size_t room) {
  size_t length = ZSTD_findFrameCompressedSize(frame, count);
  if (ZSTD_isError(length)) return -EINVAL;
  size_t result = ZSTD_decompress(bytes, room, frame, length);
  return ZSTD_isError(result) ? -EINVAL : (long)result;
}
