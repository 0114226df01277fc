#define _GNU_SOURCE
#include "assay_storage.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

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
