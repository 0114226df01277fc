// Files as the I/O loops need them: past the page cache, and none that a crash leaves behind.
#ifndef ASSAY_IOFILE_H
#define ASSAY_IOFILE_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// How a file is opened, added up.
enum {
  ASSAY_IOFILE_WRITES = 1,
  /// O_DIRECT.
  ASSAY_IOFILE_DIRECT = 2,
  /// O_DSYNC: every write is durable when it ends.
  ASSAY_IOFILE_DURABLE = 4,
  /// -ELOOP for a name that is a symbolic link.
  ASSAY_IOFILE_NO_LINK = 8,
};

/// Opens an existing file or device, close-on-exec.
long assay_iofile_open(const char *path, unsigned how);

/// Makes a file without a name in a directory, for reading and writing: the kernel frees it when the last process that
/// has it open ends, however it ends (O_TMPFILE; where the file system has none, a name that is removed at once).
long assay_iofile_temporary(const char *directory, unsigned how);

/// Makes a file in memory, without a name: gone when the last process that has it open ends.
long assay_iofile_in_memory(void);

/// Where data begins at or after an offset, and where the next hole does (lseek SEEK_DATA, SEEK_HOLE); -ENXIO after the
/// last data. They move the descriptor's own offset.
long assay_seek_data(int descriptor, long offset);
long assay_seek_hole(int descriptor, long offset);

/// Writes all bytes from `offset` on; -EIO when the file takes no more.
long assay_iofile_write(int descriptor, const void *bytes, size_t count, uint64_t offset);

/// Reads bytes from `offset` on; returns how many, fewer than `count` where the file ends before.
long assay_iofile_read(int descriptor, void *bytes, size_t count, uint64_t offset);

/// Bytes of a regular file or a block device.
long assay_iofile_size(int descriptor, uint64_t *bytes);

ASSAY_ASSUME_NONNULL_END
#endif
