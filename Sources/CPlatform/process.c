#define _GNU_SOURCE
#include "assay_process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct plan {
  const char *program;
  char *const *arguments;
  const int *descriptors;
  int count;
  int is_tied;
  pid_t parent;
  int error;
  int moved[ASSAY_CHILD_DESCRIPTORS];
};

// A handler of ours must not run in a child that still shares our memory; what was ignored stays ignored, as with exec.
static void forget_handlers(void) {
  for (int number = 1; number < NSIG; number++) {
    struct sigaction present;
    if (sigaction(number, NULL, &present) < 0) continue;
    if (present.sa_handler == SIG_DFL || (present.sa_handler == SIG_IGN && number != SIGPIPE)) continue;
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(number, &standard, NULL);
  }
}

// First all out of the way, for the number that one shall get may be another's now.
static int arrange_descriptors(struct plan *plan) {
  for (int i = 0; i < plan->count; i++) {
    plan->moved[i] = fcntl(plan->descriptors[i], F_DUPFD_CLOEXEC, plan->count);
    if (plan->moved[i] < 0) return -1;
  }
  for (int i = 0; i < plan->count; i++) {
    if (dup2(plan->moved[i], i) < 0) return -1;
  }
  // Where the kernel lacks it (before 5.9), close-on-exec does most of it.
  syscall(SYS_close_range, (unsigned)plan->count, ~0u, 0u);
  return 0;
}

static int tie(const struct plan *plan) {
  if (setpgid(0, 0) < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) return -1;
  if (getppid() == plan->parent) return 0;
  errno = ESRCH;
  return -1;
}

_Noreturn static void become(struct plan *plan) {
  sigset_t none;
  sigemptyset(&none);
  forget_handlers();
  if ((!plan->is_tied || tie(plan) == 0) && arrange_descriptors(plan) == 0 &&
      sigprocmask(SIG_SETMASK, &none, NULL) == 0) {
    execv(plan->program, plan->arguments);
  }
  plan->error = errno;
  _exit(127);
}

long assay_start_process(const char *program, char *const *arguments, const int *descriptors, uint32_t count,
                         int is_tied) {
  if (count > ASSAY_CHILD_DESCRIPTORS) return -EINVAL;
  struct plan plan = {
      .program = program,
      .arguments = arguments,
      .descriptors = descriptors,
      .count = (int)count,
      .is_tied = is_tied,
      .parent = getpid(),
  };
  sigset_t all, before;
  sigfillset(&all);
  int error = pthread_sigmask(SIG_SETMASK, &all, &before);
  if (error) return -(long)error;
  // vfork and not fork: no page table is copied, and no page of a process that measures is made copy-on-write. The
  // child has our memory until it is the program, so `error` is told through it.
  pid_t process = vfork();
  if (process == 0) become(&plan);
  long result = process < 0 ? -(long)errno : process;
  if (process > 0 && plan.error) {
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {
    }
    result = -(long)plan.error;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return result;
}

long assay_open_process(int process) {
  long result = syscall(SYS_pidfd_open, process, 0);
  return result < 0 ? -(long)errno : result;
}
