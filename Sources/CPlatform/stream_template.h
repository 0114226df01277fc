// Included once per instruction set, with ISA (its name), TARGET (function attribute), VECTOR_BYTES (8: scalar),
// UNROLL and, for x86-64 vectors, STREAM_INSTRUCTION defined. Defines assay_stream_table_ISA.
//
// Vectors are the compiler's own vector type, so one text serves every width. KEEP makes each value opaque: the
// compiler then can neither merge scalars into vectors nor turn a loop into a call of memcpy or memset. It is
// volatile, since an opaque value that does not change would be made once, before the loop, and then merged.
#include "assay_stream.h"

#include <stdint.h>

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
#define KEEP(v) __asm__ volatile("" : "+x"(v))
#define FENCE() __asm__ volatile("sfence" ::: "memory")
#elif defined(__aarch64__)
#define KEEP(v) __asm__ volatile("" : "+w"(v))
#define FENCE() __asm__ volatile("dmb ishst" ::: "memory")
#else
#define KEEP(v) __asm__ volatile("" : "+m"(v))
#define FENCE() __asm__ volatile("" ::: "memory")
#endif

#define ORDINARY(pointer, v) (*(vector *)(pointer) = (v))

// The instruction is spelt out on x86-64: the compiler's builtin makes an ordinary store of a double without a word,
// since the non-temporal store of 8 bytes takes an integer register. Elsewhere only vectors have one.
#if defined(__x86_64__) && VECTOR_BYTES == 8
#define STREAMING(pointer, v)                                                                  \
  do {                                                                                         \
    uint64_t bits;                                                                             \
    __asm__ volatile("movq %2, %1\n\tmovnti %1, %0" : "=m"(*(pointer)), "=&r"(bits) : "x"(v)); \
  } while (0)
#elif defined(__x86_64__)
#define STREAMING(pointer, v) __asm__ volatile(STREAM_INSTRUCTION " %1, %0" : "=m"(*(vector *)(pointer)) : "x"(v))
#elif defined(__clang__) && VECTOR_BYTES > 8
#define STREAMING(pointer, v) __builtin_nontemporal_store((v), (vector *)(pointer))
#endif

#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 8")
#endif

#define AT(array) (*(const vector *)((array) + i + u * LANES))

#define LOOP(name, store, value)                                                                      \
  TARGET static double NAMED(name)(double *a, const double *b, const double *c, double s, size_t n) { \
    (void)a, (void)b, (void)c;                                                                        \
    const vector scale = SPREAD(s);                                                                   \
    (void)scale;                                                                                      \
    for (size_t i = 0; i < n; i += UNROLL * LANES) {                                                  \
      UNROLLED for (int u = 0; u < UNROLL; u++) {                                                     \
        vector v = value;                                                                             \
        KEEP(v);                                                                                      \
        store(a + i + u * LANES, v);                                                                  \
      }                                                                                               \
    }                                                                                                 \
    FENCE();                                                                                          \
    return 0;                                                                                         \
  }

#if defined(STREAMING)
#define BOTH(loop, name, ...)                  \
  loop(name##_ordinary, ORDINARY, __VA_ARGS__) \
  loop(name##_streaming, STREAMING, __VA_ARGS__)
#define LOOPS(name) {NAMED(name##_ordinary), NAMED(name##_streaming)}
#else
#define BOTH(loop, name, ...) loop(name##_ordinary, ORDINARY, __VA_ARGS__)
#define LOOPS(name) {NAMED(name##_ordinary), 0}
#endif

BOTH(LOOP, copy, AT(b))
BOTH(LOOP, scale, scale *AT(b))
BOTH(LOOP, add, AT(b) + AT(c))
BOTH(LOOP, triad, AT(b) + scale * AT(c))
BOTH(LOOP, fill, scale)

#define WRITE(name, store, first)                                                                     \
  TARGET static double NAMED(name)(double *a, const double *b, const double *c, double s, size_t n) { \
    (void)b, (void)c;                                                                                 \
    vector value = SPREAD(s);                                                                         \
    for (int lane = 0; lane < LANES; lane++) ((double *)&value)[lane] = first + lane;                 \
    const vector step = SPREAD((double)(UNROLL * LANES));                                             \
    for (size_t i = 0; i < n; i += UNROLL * LANES) {                                                  \
      UNROLLED for (int u = 0; u < UNROLL; u++) {                                                     \
        vector v = value + SPREAD((double)(u * LANES));                                               \
        KEEP(v);                                                                                      \
        store(a + i + u * LANES, v);                                                                  \
      }                                                                                               \
      value += step;                                                                                  \
    }                                                                                                 \
    FENCE();                                                                                          \
    return 0;                                                                                         \
  }

BOTH(WRITE, write, s)

// Reads a line of each eighth of the range in turn: hardware prefetchers follow every stream on its own, and one
// stream alone leaves a core's memory requests idle (Zen 3, from DRAM: eight streams read 1.2 to 1.3 times as fast).
enum { NAMED(LINE) = ASSAY_STREAM_GROUP / ASSAY_READ_STREAMS };

TARGET static double NAMED(read_ordinary)(double *a, const double *b, const double *c, double s, size_t n) {
  (void)a, (void)c, (void)s;
  vector sums[UNROLL] = {0};
  const size_t eighth = n / ASSAY_READ_STREAMS;
  for (size_t i = 0; i < eighth; i += NAMED(LINE)) {
    UNROLLED for (int stream = 0; stream < ASSAY_READ_STREAMS; stream++) {
      UNROLLED for (int u = 0; u < NAMED(LINE) / LANES; u++) {
        vector v = *(const vector *)(b + stream * eighth + i + u * LANES);
        KEEP(v);
        sums[(stream * (NAMED(LINE) / LANES) + u) % UNROLL] += v;
      }
    }
  }
  double total = 0;
  for (int u = 0; u < UNROLL; u++) {
    for (int lane = 0; lane < LANES; lane++) total += ((const double *)&sums[u])[lane];
  }
  return total;
}

const assay_stream_function NAMED(assay_stream_table)[ASSAY_KERNELS][ASSAY_STORES] = {
    [ASSAY_COPY] = LOOPS(copy),
    [ASSAY_SCALE] = LOOPS(scale),
    [ASSAY_ADD] = LOOPS(add),
    [ASSAY_TRIAD] = LOOPS(triad),
    [ASSAY_READ] = {NAMED(read_ordinary), 0},
    [ASSAY_WRITE] = LOOPS(write),
    [ASSAY_FILL] = LOOPS(fill),
};
