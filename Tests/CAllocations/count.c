#define _GNU_SOURCE
#include "allocations.h"
#include "loops.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

// What stands behind the C library's own functions: those below take their places in the whole test process.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static uint64_t allocations;

static void *counted(void *memory) {
  __atomic_add_fetch(&allocations, 1, __ATOMIC_RELAXED);
  return memory;
}

void *malloc(size_t bytes) { return counted(__libc_malloc(bytes)); }
void *calloc(size_t number, size_t bytes) { return counted(__libc_calloc(number, bytes)); }
void *realloc(void *memory, size_t bytes) { return counted(__libc_realloc(memory, bytes)); }
void *memalign(size_t alignment, size_t bytes) { return counted(__libc_memalign(alignment, bytes)); }
void *aligned_alloc(size_t alignment, size_t bytes) { return counted(__libc_memalign(alignment, bytes)); }
int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  void *got = counted(__libc_memalign(alignment, bytes));
  if (!got) return ENOMEM;
  *memory = got;
  return 0;
}

static _Noreturn void run_and_tell(enum measuring_loop loop, uint32_t amount, int descriptor) {
  uint64_t before = allocations;
  struct loop_outcome outcome = {.rounds = run_loop(loop, amount)};
  outcome.allocations = allocations - before;
  _exit(write(descriptor, &outcome, sizeof outcome) == sizeof outcome ? 0 : 1);
}

long count_allocations(enum measuring_loop loop, uint32_t amount, struct loop_outcome *outcome) {
  int ends[2];
  if (pipe(ends) < 0) return -(long)errno;
  pid_t child = fork();
  if (child == 0) run_and_tell(loop, amount, ends[1]);
  long error = child < 0 ? -(long)errno : 0;
  close(ends[1]);
  ssize_t got = 0;
  if (child > 0) {
    do got = read(ends[0], outcome, sizeof *outcome);
    while (got < 0 && errno == EINTR);
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (got != (ssize_t)sizeof *outcome) error = -ECHILD;
  }
  close(ends[0]);
  return error;
}
