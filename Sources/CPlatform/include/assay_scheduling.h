// What a measuring thread asks of the scheduler for itself. All of it ends with the thread or the process.
#ifndef ASSAY_SCHEDULING_H
#define ASSAY_SCHEDULING_H

#include "assay_compiler.h"

#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

enum assay_policy { ASSAY_POLICY_OTHER, ASSAY_POLICY_FIFO };

/// Puts the calling thread under a policy (sched_setattr). `priority`: 1 to 99 for FIFO, 0 for OTHER.
long assay_set_policy(enum assay_policy policy, uint32_t priority);

/// The calling thread's policy: the kernel's number in the low byte, its priority above.
long assay_get_policy(void);

/// Lets the calling thread's sleeps end up to this much late (prctl PR_SET_TIMERSLACK); at least 1.
long assay_set_timer_slack(uint64_t nanoseconds);

/// The calling thread's timer slack in nanoseconds.
long assay_get_timer_slack(void);

/// Keeps all present and future pages of the process in memory (mlockall).
long assay_lock_memory(void);

/// Asks the kernel for CPUs that wake within `microseconds` for as long as the returned descriptor is open
/// (/dev/cpu_dma_latency).
long assay_request_cpu_latency(int32_t microseconds);

ASSAY_ASSUME_NONNULL_END
#endif
