#include "assay_stream.h"

#if defined(__x86_64__)
#define ISA avx2
#define TARGET __attribute__((target("avx2,fma")))
#define VECTOR_BYTES 32
#define UNROLL 8
#define STREAM_INSTRUCTION "vmovntpd"
#include "stream_template.h"
#endif
