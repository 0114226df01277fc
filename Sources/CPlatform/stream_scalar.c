#define ISA scalar
#define TARGET
#define VECTOR_BYTES 8
#define UNROLL 8
#include "stream_template.h"
