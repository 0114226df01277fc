#include "assay_stream.h"

#if defined(__x86_64__)
#define ISA sse2
#define TARGET
#define VECTOR_BYTES 16
#define UNROLL 8
#define STREAM_INSTRUCTION "movntpd"
#include "stream_template.h"
#endif
