#define _GNU_SOURCE
#include "assay_memory.h"

#include "random.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MAP_HUGE_SHIFT
#define MAP_HUGE_SHIFT 26
#endif

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

// A transparent huge page backs only what is aligned to it.
enum { ALIGNMENT = 2 << 20 };

// Maps more than is needed and gives the ends back, but for one page without access behind the range: mappings of
// the same advice that touch are merged into one by the kernel, and /proc/self/smaps could then not tell what
// backs which of them. `guard` is the size of that page.
static long map_aligned(size_t bytes, size_t guard, void **address) {
  size_t padded;
  if (__builtin_add_overflow(bytes, guard + ALIGNMENT, &padded)) return -ENOMEM;
  char *raw = mmap(NULL, padded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return -(long)errno;
  char *start = (char *)(((uintptr_t)raw + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1));
  char *end = start + bytes + guard;
  if ((start > raw && munmap(raw, (size_t)(start - raw)) < 0) ||
      (end < raw + padded && munmap(end, (size_t)(raw + padded - end)) < 0) ||
      mprotect(start + bytes, guard, PROT_NONE) < 0) {
    long error = -(long)errno;
    munmap(raw, padded);
    return error;
  }
  *address = start;
  return 0;
}

static long advise(void *address, size_t bytes, size_t guard, int advice) {
  if (madvise(address, bytes, advice) == 0) return 0;
  // A kernel built without transparent huge pages answers EINVAL: then there are none, which BASE wants anyway.
  if (errno == EINVAL && advice == MADV_NOHUGEPAGE) return 0;
  long error = -(long)errno;
  munmap(address, bytes + guard);
  return error;
}

// Pages of the reserved pools are not merged, and a guard would have to be a page of the pool.
static size_t guard_bytes(enum assay_pages pages) {
  return pages == ASSAY_PAGES_BASE || pages == ASSAY_PAGES_TRANSPARENT ? (size_t)sysconf(_SC_PAGESIZE) : 0;
}

long assay_map_memory(size_t bytes, enum assay_pages pages, void **address) {
  int huge = 0;
  switch (pages) {
    case ASSAY_PAGES_BASE:
    case ASSAY_PAGES_TRANSPARENT: {
      size_t guard = guard_bytes(pages);
      long error = map_aligned(bytes, guard, address);
      if (error < 0) return error;
      return advise(*address, bytes, guard, pages == ASSAY_PAGES_BASE ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
    }
    case ASSAY_PAGES_HUGE_2M: huge = MAP_HUGETLB | (21 << MAP_HUGE_SHIFT); break;
    case ASSAY_PAGES_HUGE_1G: huge = MAP_HUGETLB | (30 << MAP_HUGE_SHIFT); break;
  }
  void *raw = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | huge, -1, 0);
  if (raw == MAP_FAILED) return -(long)errno;
  *address = raw;
  return 0;
}

long assay_unmap_memory(void *address, size_t bytes, enum assay_pages pages) {
  return munmap(address, bytes + guard_bytes(pages)) < 0 ? -(long)errno : 0;
}

long assay_populate(void *address, size_t bytes) {
  int result;
  do result = madvise(address, bytes, MADV_POPULATE_WRITE);
  while (result < 0 && errno == EINTR);
  return result == 0 || errno == EINVAL ? 0 : -(long)errno;
}

void assay_prefault(void *address, size_t bytes, size_t page_bytes) {
  char *position = address, *end = position + bytes;
  while (position < end) {
    *(volatile char *)position = 0;
    // On to the start of the next page: steps from an address within a page would miss the last one.
    size_t rest = page_bytes - (uintptr_t)position % page_bytes;
    if ((size_t)(end - position) <= rest) break;
    position += rest;
  }
}

void assay_fill_random(void *address, size_t words, uint64_t seed) {
  uint64_t *word = address;
  for (size_t i = 0; i < words; i++) word[i] = random_next(&seed);
}
