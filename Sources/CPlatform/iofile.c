#define _GNU_SOURCE
#include "assay_iofile.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int flags(unsigned how) {
  return O_CLOEXEC | (how & ASSAY_IOFILE_WRITES ? O_RDWR : O_RDONLY) | (how & ASSAY_IOFILE_DIRECT ? O_DIRECT : 0) |
         (how & ASSAY_IOFILE_DURABLE ? O_DSYNC : 0) | (how & ASSAY_IOFILE_NO_LINK ? O_NOFOLLOW : 0);
}

long assay_iofile_open(const char *path, unsigned how) {
  int descriptor = open(path, flags(how));
  return descriptor < 0 ? -(long)errno : descriptor;
}

long assay_iofile_temporary(const char *directory, unsigned how) {
  int descriptor = open(directory, flags(how | ASSAY_IOFILE_WRITES) | O_TMPFILE, 0600);
  if (descriptor >= 0) return descriptor;
  if (errno != EOPNOTSUPP && errno != EISDIR) return -(long)errno;
  char path[4096];
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  int length = snprintf(path, sizeof path, "%s/.assay-%ld-%ld%09ld", directory, (long)getpid(), (long)now.tv_sec, now.tv_nsec);
  if (length < 0 || (size_t)length >= sizeof path) return -ENAMETOOLONG;
  descriptor = open(path, flags(how | ASSAY_IOFILE_WRITES) | O_CREAT | O_EXCL, 0600);
  if (descriptor < 0) return -(long)errno;
  if (unlink(path) == 0) return descriptor;
  long error = -(long)errno;
  close(descriptor);
  return error;
}

long assay_iofile_in_memory(void) {
  int descriptor = memfd_create("assay", MFD_CLOEXEC);
  return descriptor < 0 ? -(long)errno : descriptor;
}

long assay_seek_data(int descriptor, long offset) {
  off_t found = lseek(descriptor, offset, SEEK_DATA);
  return found < 0 ? -(long)errno : found;
}

long assay_seek_hole(int descriptor, long offset) {
  off_t found = lseek(descriptor, offset, SEEK_HOLE);
  return found < 0 ? -(long)errno : found;
}

long assay_iofile_write(int descriptor, const void *bytes, size_t count, uint64_t offset) {
  size_t done = 0;
  while (done < count) {
    ssize_t moved = pwrite(descriptor, (const char *)bytes + done, count - done, (off_t)(offset + done));
    if (moved < 0 && errno == EINTR) continue;
    if (moved < 0) return -(long)errno;
    if (moved == 0) return -EIO;
    done += (size_t)moved;
  }
  return 0;
}

long assay_iofile_read(int descriptor, void *bytes, size_t count, uint64_t offset) {
  size_t done = 0;
  while (done < count) {
    ssize_t moved = pread(descriptor, (char *)bytes + done, count - done, (off_t)(offset + done));
    if (moved < 0 && errno == EINTR) continue;
    if (moved < 0) return -(long)errno;
    done += (size_t)moved;
    // Direct I/O goes on at whole blocks only: a part of one is the end.
    if (moved == 0 || moved % 512 != 0) break;
  }
  return (long)done;
}

long assay_iofile_size(int descriptor, uint64_t *bytes) {
  struct stat facts;
  if (fstat(descriptor, &facts) < 0) return -(long)errno;
  if (S_ISBLK(facts.st_mode)) return ioctl(descriptor, BLKGETSIZE64, bytes) < 0 ? -(long)errno : 0;
  *bytes = (uint64_t)facts.st_size;
  return 0;
}
