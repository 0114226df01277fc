#define _GNU_SOURCE
#include "assay_scheduling.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// As in sched_setattr(2), first version; the kernel's own header cannot stand beside the C library's.
struct attributes {
  uint32_t size;
  uint32_t policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
};

static long checked(long result) { return result < 0 ? -(long)errno : result; }

long assay_set_policy(enum assay_policy policy, uint32_t priority) {
  struct attributes attributes = {
      .size = sizeof attributes,
      .policy = policy == ASSAY_POLICY_FIFO ? SCHED_FIFO : SCHED_OTHER,
      .priority = priority,
  };
  return checked(syscall(SYS_sched_setattr, 0, &attributes, 0));
}

long assay_get_policy(void) {
  struct attributes attributes = {.size = sizeof attributes};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) < 0) return -(long)errno;
  return (long)(attributes.policy | attributes.priority << 8);
}

long assay_set_timer_slack(uint64_t nanoseconds) { return checked(prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0)); }

long assay_get_timer_slack(void) { return checked(prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0)); }

long assay_lock_memory(void) { return checked(mlockall(MCL_CURRENT | MCL_FUTURE)); }

long assay_request_cpu_latency(int32_t microseconds) {
  int descriptor = open("/dev/cpu_dma_latency", O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return -(long)errno;
  ssize_t written = write(descriptor, &microseconds, sizeof microseconds);
  if (written == sizeof microseconds) return descriptor;
  long error = written < 0 ? -(long)errno : -(long)EIO;
  close(descriptor);
  return error;
}
