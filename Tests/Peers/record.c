// What recording one latency costs beyond the clock read that gave it: Assay's own recorder, in a loop that reads the
// clock for each, against the same loop without it. The latencies spread over 1 us to 1 ms as those of a busy machine
// do, so that their cells are not all in the first cache. Usage: record SECONDS; prints nanoseconds a record.
#define _GNU_SOURCE
#include "../../Sources/CPlatform/include/assay_clock.h"
#include "../../Sources/CPlatform/include/assay_histogram.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LATENCIES = 4096, ROUNDS = 16 };

static uint64_t latencies[LATENCIES];

static double without(uint64_t *sink) {
  uint64_t start = assay_now(), sum = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < LATENCIES; i++) sum += assay_now() ^ latencies[i];
  }
  *sink += sum;
  return (double)(assay_now() - start) / (ROUNDS * LATENCIES);
}

static double with(struct assay_histogram *histogram, uint64_t *sink) {
  uint64_t start = assay_now(), sum = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < LATENCIES; i++) {
      uint64_t now = assay_now();
      sum += now ^ latencies[i];
      assay_histogram_record(histogram, latencies[i], now);
    }
  }
  *sink += sum;
  return (double)(assay_now() - start) / (ROUNDS * LATENCIES);
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int count, char **arguments) {
  if (count != 2) return 64;
  uint64_t limit = (uint64_t)(atof(arguments[1]) * 1e9), sink = 0;
  srandom(20261124);
  for (int i = 0; i < LATENCIES; i++) latencies[i] = (uint64_t)(1000 * pow(1000, (double)random() / RAND_MAX));
  struct assay_histogram histogram = {calloc(assay_histogram_index(ASSAY_LARGEST_LATENCY) + 1, 8), UINT64_MAX, 0, 0};
  double *costs = malloc(1000000 * sizeof *costs);
  if (!histogram.counts || !costs) return 1;
  size_t pairs = 0;
  for (uint64_t start = assay_now(); assay_now() - start < limit && pairs < 1000000; pairs++) {
    // By turns which one is first.
    double first = pairs % 2 ? with(&histogram, &sink) : without(&sink);
    double second = pairs % 2 ? without(&sink) : with(&histogram, &sink);
    costs[pairs] = pairs % 2 ? first - second : second - first;
  }
  if (pairs == 0) return 1;
  qsort(costs, pairs, sizeof *costs, ascending);
  volatile uint64_t used = sink;
  (void)used;
  printf("%.2f\n", costs[pairs / 2]);
  return 0;
}
