#include "assay_stream.h"

#if defined(__aarch64__)
#define ISA neon
#define TARGET
#define VECTOR_BYTES 16
#define UNROLL 8
#include "stream_template.h"
#endif
