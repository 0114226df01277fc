// An independent measure of memory latency: dependent loads over a random cycle made by Sattolo's shuffle.
// Shares no code with Assay. Usage: chase BYTES SECONDS 4k|thp; prints nanoseconds a load.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int count, char **arguments) {
  if (count != 4) return 64;
  size_t bytes = strtoull(arguments[1], NULL, 10), lines = bytes / 64;
  double window = atof(arguments[2]);
  char *memory = aligned_alloc(2 << 20, bytes);
  uint32_t *order = malloc(lines * sizeof *order);
  if (!memory || !order) return 1;
  madvise(memory, bytes, strcmp(arguments[3], "4k") == 0 ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
  for (size_t i = 0; i < lines; i++) order[i] = (uint32_t)i;
  srandom(20261123);
  for (size_t i = lines - 1; i > 0; i--) {
    size_t j = (size_t)((((uint64_t)random() << 31) | (uint64_t)random()) % i);
    uint32_t held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
  memset(memory, 0, bytes);
  for (size_t i = 0; i < lines; i++) *(void **)(memory + 64 * i) = memory + 64 * (size_t)order[i];
  free(order);
  void **cell = (void **)memory;
  size_t loads = 0;
  double start = now();
  while (now() - start < window) {
    for (int i = 0; i < 4096; i++) cell = (void **)*cell;
    loads += 4096;
  }
  double seconds = now() - start;
  void *volatile sink = cell;
  (void)sink;
  printf("%.3f\n", seconds / (double)loads * 1e9);
  return 0;
}
