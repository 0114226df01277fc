#define _GNU_SOURCE
#include "assay_migration.h"

#include "assay_chase.h"
#include "assay_clock.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

static void write_lines(const struct assay_moves *moves) {
  char *base = moves->memory;
  for (size_t line = 0; line < moves->lines; line++) {
    ((volatile uint64_t *)(base + line * moves->line_bytes))[1] = line;
  }
}

long assay_move_and_walk(const struct assay_moves *moves, size_t fewest, size_t most, uint64_t end, uint64_t *calls,
                         uint64_t *durations) {
  const void *cell = moves->memory;
  size_t done = 0;
  for (; done < most && (done < fewest || assay_now() < end); done++) {
    size_t to = (done + 1) % 2;
    write_lines(moves);
    cell = assay_chase_follow(cell, moves->lines);
    uint64_t start = assay_now();
    const uint64_t *mask = moves->masks + to * moves->words;
    if (syscall(SYS_sched_setaffinity, 0, moves->words * sizeof *mask, mask) < 0) return -(long)errno;
    if (sched_getcpu() != moves->cpus[to]) return -EBUSY;
    uint64_t now = assay_now();
    calls[done] = now - start;
    for (size_t pass = 0; pass < moves->passes; pass++) {
      cell = assay_chase_follow(cell, moves->lines);
      uint64_t after = assay_now();
      *durations++ = after - now;
      now = after;
    }
  }
  return (long)done;
}
