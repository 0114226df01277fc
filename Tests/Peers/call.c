// What one recorded call of the compression loops costs beyond the call itself: Assay's own loop that reads the clock for
// each block and records it, against its loop that reads it twice in all. Both copy tiny blocks, so that little else is
// there. Usage: call SECONDS; prints nanoseconds a call.
#define _GNU_SOURCE
#include "../../Sources/CPlatform/include/assay_clock.h"
#include "../../Sources/CPlatform/include/assay_codec.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCKS = 4096, BYTES = 64, PASSES = 8, MOST = 1000000 };

static uint8_t plain[BLOCKS * BYTES], packed[BLOCKS * BYTES], unpacked[BLOCKS * BYTES];
static struct assay_coded_block blocks[BLOCKS];

static double per_call(struct assay_coding *coding, struct assay_histogram *latencies) {
  uint64_t times[2], start = assay_now();
  long error = latencies ? assay_time_blocks(coding, latencies) : assay_code_blocks(coding, times);
  uint64_t end = assay_now();
  if (error < 0) exit(1);
  return (double)(end - start) / (BLOCKS * PASSES);
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int count, char **arguments) {
  if (count != 2) return 64;
  uint64_t limit = (uint64_t)(atof(arguments[1]) * 1e9);
  for (size_t i = 0; i < BLOCKS; i++) {
    blocks[i] = (struct assay_coded_block){plain + i * BYTES, BYTES, packed + i * BYTES, BYTES, 0, unpacked + i * BYTES};
  }
  struct assay_coder *coder;
  if (assay_make_coder(ASSAY_CODEC_MEMCPY, 0, NULL, 0, &coder) < 0) return 1;
  struct assay_coding coding = {coder, ASSAY_COMPRESS, blocks, BLOCKS, PASSES, 0};
  struct assay_histogram histogram = {calloc(assay_histogram_index(ASSAY_LARGEST_LATENCY) + 1, 8), UINT64_MAX, 0, 0};
  double *costs = malloc(MOST * sizeof *costs);
  if (!histogram.counts || !costs) return 1;
  size_t pairs = 0;
  for (uint64_t start = assay_now(); assay_now() - start < limit && pairs < MOST; pairs++) {
    // By turns which one is first.
    double first = per_call(&coding, pairs % 2 ? &histogram : NULL);
    double second = per_call(&coding, pairs % 2 ? NULL : &histogram);
    costs[pairs] = pairs % 2 ? first - second : second - first;
  }
  if (pairs == 0) return 1;
  qsort(costs, pairs, sizeof *costs, ascending);
  printf("%.2f\n", costs[pairs / 2]);
  return 0;
}
