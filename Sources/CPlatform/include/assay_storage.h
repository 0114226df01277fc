// What the kernel tells of files and block devices by calls that glibc's Swift module hides.
#ifndef ASSAY_STORAGE_H
#define ASSAY_STORAGE_H

#include "assay_compiler.h"

#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// What direct I/O on a file must be a multiple of (statx STATX_DIOALIGN, Linux 6.1): the address in memory and the
/// offset and length in the file, in bytes; both 0 where the file has no direct I/O. Links are followed.
///
/// Returns 1 when the file system tells, 0 when it does not or the kernel is older.
long assay_direct_alignment(const char *path, uint32_t *memory, uint32_t *offset);

/// Opens a block device for reading as its only user (O_EXCL without O_CREAT): -EBUSY when the kernel uses it itself,
/// for a mount in any namespace, swap, a RAID or a device mapper. Does not wait for a medium.
long assay_open_claiming(const char *path);

/// How many of a regular file's bytes from 0 to below `bytes` were written (FS_IOC_FIEMAP): neither a hole nor space
/// that was only reserved, where reads do not reach the device. What waits in the page cache is written out first.
///
/// Returns -EOPNOTSUPP, -ENOTTY or -EINVAL where the file system does not tell.
long assay_written_bytes(const char *path, uint64_t bytes, uint64_t *written);

ASSAY_ASSUME_NONNULL_END

#endif
