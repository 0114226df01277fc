// Included once per instruction set, with ISA (its name), TARGET (function attribute), VECTOR_BYTES (8: scalar) and
// UNROLL defined. Defines assay_stream_table_ISA.
//
// Vectors are the compiler's own vector type, so one text serves every width. KEEP makes each value opaque: the
// compiler then can neither merge scalars into vectors nor turn a loop into a call of memcpy or memset.
#include "assay_stream.h"

#define PASTE2(a, b) a##b
#define PASTE(a, b) PASTE2(a, b)
#define NAMED(name) PASTE(name##_, ISA)

#if VECTOR_BYTES == 8
typedef double vector;
#define SPREAD(x) (x)
#else
typedef double vector __attribute__((vector_size(VECTOR_BYTES)));
#define SPREAD(x) ((x) - (vector){0})
#endif
enum { LANES = sizeof(vector) / sizeof(double) };

#if defined(__x86_64__)
#define KEEP(v) __asm__("" : "+x"(v))
#define FENCE() __asm__ volatile("sfence" ::: "memory")
#elif defined(__aarch64__)
#define KEEP(v) __asm__("" : "+w"(v))
#define FENCE() __asm__ volatile("dmb ishst" ::: "memory")
#else
#define KEEP(v) __asm__("" : "+m"(v))
#define FENCE() __asm__ volatile("" ::: "memory")
#endif

// clang has one builtin for streaming stores of every width and machine; gcc has one per width, on x86-64 alone.
#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#define STREAMING(pointer, v) __builtin_nontemporal_store((v), (vector *)(pointer))
#elif defined(__x86_64__)
#define UNROLLED _Pragma("GCC unroll 8")
#if VECTOR_BYTES == 8
#define STREAMING(pointer, v) __builtin_ia32_movnti64((long long *)(pointer), ((union { double d; long long i; }){v}).i)
#elif VECTOR_BYTES == 16
#define STREAMING(pointer, v) __builtin_ia32_movntpd((pointer), (v))
#elif VECTOR_BYTES == 32
#define STREAMING(pointer, v) __builtin_ia32_movntpd256((pointer), (v))
#else
#define STREAMING(pointer, v) __builtin_ia32_movntpd512((pointer), (v))
#endif
#else
#error "streaming stores need clang on this machine"
#endif

#define ORDINARY(pointer, v) (*(vector *)(pointer) = (v))
#define AT(array) (*(const vector *)((array) + i + u * LANES))

#define LOOP(name, store, value)                                                                   \
  TARGET static double NAMED(name)(double *a, const double *b, const double *c, double s, size_t n) { \
    (void)a, (void)b, (void)c;                                                                     \
    const vector scale = SPREAD(s);                                                                \
    (void)scale;                                                                                   \
    for (size_t i = 0; i < n; i += UNROLL * LANES) {                                               \
      UNROLLED for (int u = 0; u < UNROLL; u++) {                        \
        vector v = value;                                                                          \
        KEEP(v);                                                                                   \
        store(a + i + u * LANES, v);                                                               \
      }                                                                                            \
    }                                                                                              \
    FENCE();                                                                                       \
    return 0;                                                                                      \
  }

#define BOTH(name, value)                    \
  LOOP(name##_ordinary, ORDINARY, value)     \
  LOOP(name##_streaming, STREAMING, value)

BOTH(copy, AT(b))
BOTH(scale, scale *AT(b))
BOTH(add, AT(b) + AT(c))
BOTH(triad, AT(b) + scale * AT(c))
BOTH(fill, scale)

#define WRITE(name, store)                                                                         \
  TARGET static double NAMED(name)(double *a, const double *b, const double *c, double s, size_t n) { \
    (void)b, (void)c;                                                                              \
    vector value = SPREAD(s);                                                                      \
    for (int lane = 0; lane < LANES; lane++) ((double *)&value)[lane] = s + lane;                  \
    const vector step = SPREAD((double)(UNROLL * LANES));                                          \
    for (size_t i = 0; i < n; i += UNROLL * LANES) {                                               \
      UNROLLED for (int u = 0; u < UNROLL; u++) {                        \
        vector v = value + SPREAD((double)(u * LANES));                                            \
        KEEP(v);                                                                                   \
        store(a + i + u * LANES, v);                                                               \
      }                                                                                            \
      value += step;                                                                               \
    }                                                                                              \
    FENCE();                                                                                       \
    return 0;                                                                                      \
  }

WRITE(write_ordinary, ORDINARY)
WRITE(write_streaming, STREAMING)

TARGET static double NAMED(read_ordinary)(double *a, const double *b, const double *c, double s, size_t n) {
  (void)a, (void)c, (void)s;
  vector sums[UNROLL] = {0};
  for (size_t i = 0; i < n; i += UNROLL * LANES) {
    UNROLLED for (int u = 0; u < UNROLL; u++) {
      vector v = AT(b);
      KEEP(v);
      sums[u] += v;
    }
  }
  double total = 0;
  for (int u = 0; u < UNROLL; u++) {
    for (int lane = 0; lane < LANES; lane++) total += ((const double *)&sums[u])[lane];
  }
  return total;
}

const assay_stream_function NAMED(assay_stream_table)[ASSAY_KERNELS][ASSAY_STORES] = {
    [ASSAY_COPY] = {NAMED(copy_ordinary), NAMED(copy_streaming)},
    [ASSAY_SCALE] = {NAMED(scale_ordinary), NAMED(scale_streaming)},
    [ASSAY_ADD] = {NAMED(add_ordinary), NAMED(add_streaming)},
    [ASSAY_TRIAD] = {NAMED(triad_ordinary), NAMED(triad_streaming)},
    [ASSAY_READ] = {NAMED(read_ordinary), 0},
    [ASSAY_WRITE] = {NAMED(write_ordinary), NAMED(write_streaming)},
    [ASSAY_FILL] = {NAMED(fill_ordinary), NAMED(fill_streaming)},
};
