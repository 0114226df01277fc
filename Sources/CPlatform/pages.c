#include "assay_pages.h"
#include "assay_clock.h"

#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

static long move(const struct assay_page_moves *pages, size_t index) {
  uint8_t *memory = pages->memory + index * pages->page_bytes;
  off_t offset = (off_t)(index * pages->page_bytes);
  ssize_t moved;
  do {
    moved = pages->write ? pwrite(pages->descriptor, memory, pages->page_bytes, offset)
                         : pread(pages->descriptor, memory, pages->page_bytes, offset);
  } while (moved < 0 && errno == EINTR);
  if (moved < 0) return -(long)errno;
  return (size_t)moved == pages->page_bytes ? 0 : -EIO;
}

long assay_move_pages(struct assay_page_moves *pages, struct assay_histogram *latencies, uint64_t times[2]) {
  uint64_t last = assay_now();
  times[0] = last;
  for (size_t pass = 0; pass < pages->passes; pass++) {
    for (size_t index = 0; index < pages->count; index++) {
      long error = move(pages, index);
      if (error < 0) {
        pages->failed = index;
        return error;
      }
      uint64_t now = assay_now();
      assay_histogram_record(latencies, now - last, now);
      last = now;
    }
  }
  times[1] = last;
  return 0;
}
