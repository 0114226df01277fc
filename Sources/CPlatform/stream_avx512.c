#include "assay_stream.h"

#if defined(__x86_64__)
#define ISA avx512
#define TARGET __attribute__((target("avx512f")))
#define VECTOR_BYTES 64
#define UNROLL 4
#define STREAM_INSTRUCTION "vmovntpd"
#include "stream_template.h"
#endif
