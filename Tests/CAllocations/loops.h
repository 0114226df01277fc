// The measuring loops, each called as its Swift wrapper does.
#ifndef ASSAY_TEST_LOOPS_H
#define ASSAY_TEST_LOOPS_H

#include "allocations.h"

/// Rounds done, or a negative errno.
int64_t run_loop(enum measuring_loop loop, uint32_t amount);

#endif
