#define _GNU_SOURCE
#include "assay_memory.h"

#include <errno.h>
#include <sys/mman.h>

#ifndef MAP_HUGE_SHIFT
#define MAP_HUGE_SHIFT 26
#endif

enum { TRANSPARENT_ALIGNMENT = 2 << 20 };

// Transparent huge pages need an aligned range: map one alignment more and give the ends back.
static long map_aligned(size_t bytes, void **address) {
  size_t padded = bytes + TRANSPARENT_ALIGNMENT;
  char *raw = mmap(NULL, padded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return -(long)errno;
  uintptr_t start = ((uintptr_t)raw + TRANSPARENT_ALIGNMENT - 1) & ~(uintptr_t)(TRANSPARENT_ALIGNMENT - 1);
  size_t before = start - (uintptr_t)raw;
  if (before > 0 && munmap(raw, before) < 0) return -(long)errno;
  size_t after = padded - before - bytes;
  if (after > 0 && munmap((char *)start + bytes, after) < 0) return -(long)errno;
  *address = (void *)start;
  return 0;
}

static long advise(void *address, size_t bytes, int advice) {
  if (madvise(address, bytes, advice) == 0) return 0;
  // A kernel built without transparent huge pages answers EINVAL: then there are none, which BASE wants anyway.
  if (errno == EINVAL && advice == MADV_NOHUGEPAGE) return 0;
  long error = -(long)errno;
  munmap(address, bytes);
  return error;
}

long assay_map_memory(size_t bytes, enum assay_pages pages, void **address) {
  int huge = 0;
  switch (pages) {
    case ASSAY_PAGES_BASE:
    case ASSAY_PAGES_TRANSPARENT: {
      long error = map_aligned(bytes, address);
      if (error < 0) return error;
      return advise(*address, bytes, pages == ASSAY_PAGES_BASE ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
    }
    case ASSAY_PAGES_HUGE_2M: huge = MAP_HUGETLB | (21 << MAP_HUGE_SHIFT); break;
    case ASSAY_PAGES_HUGE_1G: huge = MAP_HUGETLB | (30 << MAP_HUGE_SHIFT); break;
  }
  void *raw = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | huge, -1, 0);
  if (raw == MAP_FAILED) return -(long)errno;
  *address = raw;
  return 0;
}

long assay_unmap_memory(void *address, size_t bytes) { return munmap(address, bytes) < 0 ? -(long)errno : 0; }

void assay_prefault(void *address, size_t bytes, size_t page_bytes) {
  volatile char *start = address;
  for (size_t offset = 0; offset < bytes; offset += page_bytes) start[offset] = 0;
}
