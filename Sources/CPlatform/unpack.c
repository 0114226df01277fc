#include "assay_unpack.h"

#include <errno.h>
#include <limits.h>
#include <lz4.h>

long assay_lz4_expand(const void *block, size_t count, void *bytes, size_t room) {
  if (count > INT_MAX || room > INT_MAX) return -EINVAL;
  int result = LZ4_decompress_safe(block, bytes, (int)count, (int)room);
  return result < 0 ? -EINVAL : result;
}
