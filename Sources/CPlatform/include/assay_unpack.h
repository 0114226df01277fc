// What a kernel image is packed with.
#ifndef ASSAY_UNPACK_H
#define ASSAY_UNPACK_H

#include "assay_compiler.h"

#include <stddef.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Expands one lz4 block into at most `room` bytes; returns their number, or -EINVAL when the block is damaged or gives
/// more.
long assay_lz4_expand(const void *block, size_t count, void *bytes, size_t room);

/// Expands one zstd frame, and ignores what follows it; the same otherwise.
long assay_zstd_expand(const void *frame, size_t count, void *bytes, size_t room);

ASSAY_ASSUME_NONNULL_END
#endif
