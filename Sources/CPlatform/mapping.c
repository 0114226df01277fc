#define _GNU_SOURCE
#include "assay_mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>

static long checked(long result) { return result < 0 ? -(long)errno : result; }

long assay_create_to_map(const char *path, unsigned mode) {
  return checked(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
}

long assay_open_to_map(const char *path, int writable) {
  return checked(open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
}

long assay_claim_file(int descriptor) { return checked(flock(descriptor, LOCK_EX | LOCK_NB)); }

long assay_allocate_file(int descriptor, size_t bytes) { return -(long)posix_fallocate(descriptor, 0, (off_t)bytes); }

long assay_map_file(int descriptor, size_t bytes, int writable, void **address) {
  void *raw = mmap(NULL, bytes, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, descriptor, 0);
  if (raw == MAP_FAILED) return -(long)errno;
  *address = raw;
  return 0;
}

long assay_unmap_file(void *address, size_t bytes) { return checked(munmap(address, bytes)); }

long assay_flush_file(void *address, size_t bytes) { return checked(msync(address, bytes, MS_SYNC)); }
