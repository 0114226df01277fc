#define _GNU_SOURCE
#include "assay_storage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

long assay_direct_alignment(const char *path, uint32_t *memory, uint32_t *offset) {
#ifdef STATX_DIOALIGN
  struct statx facts = {0};
  if (statx(AT_FDCWD, path, 0, STATX_DIOALIGN, &facts) < 0) return -(long)errno;
  *memory = facts.stx_dio_mem_align;
  *offset = facts.stx_dio_offset_align;
  return (facts.stx_mask & STATX_DIOALIGN) != 0;
#else
  // Headers from before Linux 6.1 have no such fields.
  (void)path;
  *memory = 0;
  *offset = 0;
  return 0;
#endif
}

long assay_open_claiming(const char *path) {
  int opened = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
  return opened < 0 ? -(long)errno : opened;
}

enum { EXTENTS = 128 };

// A request for the extents of a file with room for the answer: `struct fiemap` ends in an array.
union extent_map {
  struct fiemap request;
  uint8_t room[sizeof(struct fiemap) + EXTENTS * sizeof(struct fiemap_extent)];
};

// Bytes of an extent below `end` that hold data.
static uint64_t held(const struct fiemap_extent *extent, uint64_t end) {
  if (extent->fe_flags & FIEMAP_EXTENT_UNWRITTEN || extent->fe_logical >= end) return 0;
  uint64_t most = end - extent->fe_logical;
  return extent->fe_length < most ? extent->fe_length : most;
}

static long count_written(int descriptor, uint64_t bytes, uint64_t *written) {
  *written = 0;
  uint64_t from = 0;
  while (from < bytes) {
    union extent_map map;
    memset(&map.request, 0, sizeof map.request);
    map.request.fm_start = from;
    map.request.fm_length = bytes - from;
    map.request.fm_flags = FIEMAP_FLAG_SYNC;
    map.request.fm_extent_count = EXTENTS;
    if (ioctl(descriptor, FS_IOC_FIEMAP, &map.request) < 0) return -(long)errno;
    if (map.request.fm_mapped_extents == 0) return 0;
    const struct fiemap_extent *last = &map.request.fm_extents[map.request.fm_mapped_extents - 1];
    // An extent may begin before the place asked for: what lies before was counted.
    for (const struct fiemap_extent *extent = map.request.fm_extents; extent <= last; extent++) {
      *written += held(extent, bytes);
      if (extent->fe_logical < from) *written -= held(extent, from);
    }
    uint64_t end = last->fe_logical + last->fe_length;
    if (last->fe_flags & FIEMAP_EXTENT_LAST || end <= from) return 0;
    from = end;
  }
  return 0;
}

long assay_written_bytes(const char *path, uint64_t bytes, uint64_t *written) {
  int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return -(long)errno;
  long result = count_written(descriptor, bytes, written);
  close(descriptor);
  return result;
}
