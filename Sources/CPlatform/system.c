#define _GNU_SOURCE
#include "assay_system.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static long checked(long result) { return result < 0 ? -(long)errno : result; }

long assay_set_affinity(const uint64_t *mask, size_t words) {
  return checked(syscall(SYS_sched_setaffinity, 0, words * sizeof *mask, mask));
}

long assay_get_affinity(uint64_t *mask, size_t words) {
  return checked(syscall(SYS_sched_getaffinity, 0, words * sizeof *mask, mask));
}

long assay_signal_on_parent_exit(int signal) { return checked(prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)); }

long assay_thread_id(void) { return checked(syscall(SYS_gettid)); }

long assay_open_read(const char *path) { return checked(open(path, O_RDONLY | O_CLOEXEC)); }

long assay_create_exclusive(const char *path, unsigned mode) {
  return checked(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
}

long assay_open_directory(const char *path) { return checked(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)); }

static uint64_t nanoseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

long assay_process_usage(struct assay_usage *usage) {
  struct rusage raw;
  if (getrusage(RUSAGE_SELF, &raw) < 0) return -(long)errno;
  usage->voluntary_switches = (uint64_t)raw.ru_nvcsw;
  usage->involuntary_switches = (uint64_t)raw.ru_nivcsw;
  usage->user_nanoseconds = nanoseconds(raw.ru_utime);
  usage->system_nanoseconds = nanoseconds(raw.ru_stime);
  return 0;
}

long assay_terminal_columns(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -(long)errno;
  return size.ws_col;
}

static sigset_t termination_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

long assay_block_termination_signals(void) {
  sigset_t set = termination_signals();
  return -(long)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

long assay_unblock_termination_signals(void) {
  sigset_t set = termination_signals();
  return -(long)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

long assay_wait_for_termination_signal(void) {
  sigset_t set = termination_signals();
  int signal = 0;
  int error = sigwait(&set, &signal);
  return error ? -(long)error : signal;
}

long assay_ignore_broken_pipe(void) {
  struct sigaction action = {.sa_handler = SIG_IGN};
  return checked(sigaction(SIGPIPE, &action, NULL));
}
