#define _GNU_SOURCE
#include "assay_system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
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

long assay_start_with_affinity(pthread_attr_t *attributes, const uint64_t *mask, size_t words) {
  return -(long)pthread_attr_setaffinity_np(attributes, words * sizeof *mask, (const cpu_set_t *)mask);
}

long assay_signal_on_parent_exit(int signal) { return checked(prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)); }

long assay_thread_id(void) { return checked(syscall(SYS_gettid)); }

// Before main, for the runtime opens descriptors of its own there: a closed standard output would become one of them,
// and results would be written into it. In its place stands one that cannot be written to.
__attribute__((constructor)) static void hold_standard_descriptors(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != descriptor) return;
  }
}

long assay_open_read(const char *path) { return checked(open(path, O_RDONLY | O_CLOEXEC)); }

long assay_create_exclusive(const char *path, unsigned mode) {
  return checked(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
}

long assay_open_directory(const char *path) { return checked(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)); }

long assay_pipe(int ends[2]) { return checked(pipe2(ends, O_CLOEXEC)); }

long assay_open_beneath(int directory, const char *path, enum assay_beneath how, unsigned mode) {
  const int flags[] = {
      [ASSAY_BENEATH_READ] = O_RDONLY,
      [ASSAY_BENEATH_WRITE] = O_WRONLY,
      [ASSAY_BENEATH_CREATE] = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
      [ASSAY_BENEATH_DIRECTORY] = O_RDONLY | O_DIRECTORY,
  };
  struct open_how wanted = {
      .flags = (uint64_t)(flags[how] | O_CLOEXEC),
      .mode = how == ASSAY_BENEATH_CREATE ? mode : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  return checked(syscall(SYS_openat2, directory, path, &wanted, sizeof wanted));
}

static uint64_t nanoseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

long assay_process_usage(struct assay_usage *usage) {
  struct rusage own, children;
  if (getrusage(RUSAGE_SELF, &own) < 0 || getrusage(RUSAGE_CHILDREN, &children) < 0) return -(long)errno;
  usage->voluntary_switches = (uint64_t)own.ru_nvcsw + (uint64_t)children.ru_nvcsw;
  usage->involuntary_switches = (uint64_t)own.ru_nivcsw + (uint64_t)children.ru_nivcsw;
  usage->user_nanoseconds = nanoseconds(own.ru_utime) + nanoseconds(children.ru_utime);
  usage->system_nanoseconds = nanoseconds(own.ru_stime) + nanoseconds(children.ru_stime);
  return 0;
}

long assay_thread_involuntary_switches(void) {
  struct rusage own;
  return getrusage(RUSAGE_THREAD, &own) < 0 ? -(long)errno : own.ru_nivcsw;
}

long assay_terminal_columns(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -(long)errno;
  return size.ws_col;
}

static int signal_pipe[2] = {-1, -1};

// Only what is safe in a handler: one write, errno kept. A full pipe holds more signals than anybody sends.
static void tell(int number) {
  int kept = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(signal_pipe[1], &byte, 1);
  (void)written;
  errno = kept;
}

long assay_watch_termination_signals(void) {
  if (pipe2(signal_pipe, O_CLOEXEC) < 0) return -(long)errno;
  // A reader that waits, and a handler that never does.
  if (fcntl(signal_pipe[1], F_SETFL, O_NONBLOCK) < 0) return -(long)errno;
  const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction present, action = {.sa_handler = tell, .sa_flags = SA_RESTART};
    if (sigaction(signals[i], NULL, &present) < 0) return -(long)errno;
    if (present.sa_handler == SIG_IGN) continue;
    if (sigaction(signals[i], &action, NULL) < 0) return -(long)errno;
  }
  return signal_pipe[0];
}

long assay_next_termination_signal(int descriptor) {
  unsigned char byte;
  ssize_t count = read(descriptor, &byte, 1);
  if (count < 0) return -(long)errno;
  return count == 1 ? byte : -(long)EPIPE;
}

long assay_ignore_broken_pipe(void) {
  struct sigaction action = {.sa_handler = SIG_IGN};
  return checked(sigaction(SIGPIPE, &action, NULL));
}

long assay_allow_descriptors(uint32_t count) {
  DIR *directory = opendir("/proc/self/fd");
  if (!directory) return -(long)errno;
  rlim_t needed = count;
  while (readdir(directory)) needed++;
  closedir(directory);
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -(long)errno;
  if (limit.rlim_cur >= needed) return 0;
  if (limit.rlim_max < needed) return -EMFILE;
  limit.rlim_cur = needed;
  return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -(long)errno : 0;
}
