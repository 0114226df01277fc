#include "assay_stream.h"

typedef const assay_stream_function stream_table[ASSAY_KERNELS][ASSAY_STORES];

extern stream_table assay_stream_table_scalar;
#if defined(__x86_64__)
extern stream_table assay_stream_table_sse2, assay_stream_table_avx2, assay_stream_table_avx512;
#elif defined(__aarch64__)
extern stream_table assay_stream_table_neon;
#endif

int assay_isa_supported(enum assay_isa isa) {
  switch (isa) {
    case ASSAY_SCALAR: return 1;
#if defined(__x86_64__)
    case ASSAY_SSE2: return 1;
    case ASSAY_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case ASSAY_AVX512: return __builtin_cpu_supports("avx512f") != 0;
#elif defined(__aarch64__)
    case ASSAY_NEON: return 1;
#endif
    default: return 0;
  }
}

int assay_splits_wide_vectors(void) {
#if defined(__x86_64__)
  return __builtin_cpu_is("amdfam19h") != 0;
#else
  return 0;
#endif
}

assay_stream_function assay_stream(enum assay_kernel kernel, enum assay_store store, enum assay_isa isa) {
  if (!assay_isa_supported(isa)) return 0;
  switch (isa) {
    case ASSAY_SCALAR: return assay_stream_table_scalar[kernel][store];
#if defined(__x86_64__)
    case ASSAY_SSE2: return assay_stream_table_sse2[kernel][store];
    case ASSAY_AVX2: return assay_stream_table_avx2[kernel][store];
    case ASSAY_AVX512: return assay_stream_table_avx512[kernel][store];
#elif defined(__aarch64__)
    case ASSAY_NEON: return assay_stream_table_neon[kernel][store];
#endif
    default: return 0;
  }
}

static double input_b(size_t i) { return (double)(1 + (i & 1023)); }
static double input_c(size_t i) { return (double)(3 + 2 * (i & 511)); }

void assay_stream_inputs(double *b, double *c, size_t first, size_t n) {
  for (size_t i = 0; i < n; i++) b[i] = input_b(first + i);
  for (size_t i = 0; i < n; i++) c[i] = input_c(first + i);
}

static double expected(enum assay_kernel kernel, double s, size_t first, size_t i) {
  switch (kernel) {
    case ASSAY_COPY: return input_b(first + i);
    case ASSAY_SCALE: return s * input_b(first + i);
    case ASSAY_ADD: return input_b(first + i) + input_c(first + i);
    case ASSAY_TRIAD: return input_b(first + i) + s * input_c(first + i);
    case ASSAY_WRITE: return s + (double)i;
    case ASSAY_FILL: return s;
    default: return 0;
  }
}

size_t assay_stream_mismatches(enum assay_kernel kernel, const double *a, double s, size_t first, size_t n) {
  size_t wrong = 0;
  for (size_t i = 0; i < n; i++) wrong += a[i] != expected(kernel, s, first, i);
  return wrong;
}

double assay_stream_expected_sum(size_t first, size_t n) {
  double total = 0;
  for (size_t i = 0; i < n; i++) total += input_b(first + i);
  return total;
}
