// The loops that measure memory bandwidth, one per kernel, kind of store and instruction set.
#ifndef ASSAY_STREAM_H
#define ASSAY_STREAM_H

#include "assay_compiler.h"

#include <stddef.h>

ASSAY_ASSUME_NONNULL_BEGIN

enum assay_kernel {
  ASSAY_COPY,   // a[i] = b[i]
  ASSAY_SCALE,  // a[i] = s * b[i]
  ASSAY_ADD,    // a[i] = b[i] + c[i]
  ASSAY_TRIAD,  // a[i] = b[i] + s * c[i]
  ASSAY_READ,   // returns the sum of b
  ASSAY_WRITE,  // a[i] = s + i: every element another value
  ASSAY_FILL,   // a[i] = s: one value, as clearing memory does
  ASSAY_KERNELS
};

enum assay_store { ASSAY_ORDINARY, ASSAY_STREAMING, ASSAY_STORES };

enum assay_isa { ASSAY_SCALAR, ASSAY_SSE2, ASSAY_AVX2, ASSAY_AVX512, ASSAY_NEON, ASSAY_ISAS };

/// Elements are processed in groups of this many; `n` of every kernel must be a multiple.
enum { ASSAY_STREAM_GROUP = 64 };

/// `read` goes through its range as this many streams side by side, each a cache line at a time.
enum { ASSAY_READ_STREAMS = 8 };

/// One pass over `n` doubles. Arrays are aligned to a cache line. `read` returns the sum, the others 0.
typedef double (*assay_stream_function)(double *a, const double *b, const double *c, double s, size_t n);

/// The loop, or null when this build or this CPU does not have the instruction set, or no such store: `read` has no
/// streaming loop, and scalar code has one on x86-64 only.
assay_stream_function _Nullable assay_stream(enum assay_kernel kernel, enum assay_store store, enum assay_isa isa);

/// Whether this CPU and kernel can run the instruction set.
int assay_isa_supported(enum assay_isa isa);

/// Whether this CPU has AVX-512 but executes it in two halves (AMD family 19h).
int assay_splits_wide_vectors(void);

/// Fills inputs with values whose results are exact in floating point: b[i] = 1 + (i + first) mod 1024,
/// c[i] = 3 + 2 * ((i + first) mod 512).
void assay_stream_inputs(double *b, double *c, size_t first, size_t n);

/// The number of elements of `a` that are not what `kernel` leaves there, given `assay_stream_inputs`.
size_t assay_stream_mismatches(enum assay_kernel kernel, const double *a, double s, size_t first, size_t n);

/// The exact sum that `read` must return for `n` elements of b.
double assay_stream_expected_sum(size_t first, size_t n);

ASSAY_ASSUME_NONNULL_END
#endif
