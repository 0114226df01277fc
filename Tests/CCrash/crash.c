// Runs a program and kills it (SIGKILL) right after the system call of a given number: what a kill -9 does that strikes just
// there. Usage: crash NUMBER START PROGRAM [ARGUMENT…]
//
// Calls are counted from the first that opens a path with START in it, over all threads of the program, that call being
// number 1. With NUMBER 0 nothing is killed. Prints `calls N` with the calls counted, and `exit CODE` or `signal NUMBER`.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what) {
  fprintf(stderr, "crash: %s: %s\n", what, strerror(errno));
  exit(70);
}

// Whether a thread that enters a call opens a path with this text.
static int opens(pid_t thread, const struct __ptrace_syscall_info *info, const char *start) {
  uint64_t address;
  switch (info->entry.nr) {
    case SYS_openat:
#ifdef SYS_openat2
    case SYS_openat2:
#endif
      address = info->entry.args[1];
      break;
#ifdef SYS_open
    case SYS_open: address = info->entry.args[0]; break;
#endif
    default: return 0;
  }
  char path[4096] = {0};
  struct iovec here = {path, sizeof path - 1};
  // A page at a time: the text may end just before memory that is not there.
  size_t first = 4096 - address % 4096;
  struct iovec there = {(void *)(uintptr_t)address, first < sizeof path - 1 ? first : sizeof path - 1};
  return process_vm_readv(thread, &here, 1, &there, 1, 0) > 0 && strstr(path, start) != NULL;
}

int main(int count, char **arguments) {
  if (count < 4) {
    fprintf(stderr, "usage: crash NUMBER START PROGRAM [ARGUMENT...]\n");
    return 64;
  }
  long number = atol(arguments[1]), calls = 0;
  const char *start = arguments[2];
  pid_t program = fork();
  if (program < 0) fail("fork");
  if (program == 0) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0) fail("trace");
    raise(SIGSTOP);
    execv(arguments[3], arguments + 3);
    fail(arguments[3]);
  }
  int status, counting = 0;
  if (waitpid(program, &status, 0) < 0) fail("wait");
  long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC;
  if (ptrace(PTRACE_SETOPTIONS, program, 0, options) < 0) fail("set options");
  if (ptrace(PTRACE_SYSCALL, program, 0, 0) < 0) fail("go on");
  for (;;) {
    pid_t thread = waitpid(-1, &status, __WALL);
    if (thread < 0) fail("wait");
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (thread != program) continue;
      printf("calls %ld\n", calls);
      if (WIFEXITED(status)) printf("exit %d\n", WEXITSTATUS(status));
      else printf("signal %d\n", WTERMSIG(status));
      return 0;
    }
    long signal = 0;
    if (WSTOPSIG(status) == (SIGTRAP | 0x80)) {
      struct __ptrace_syscall_info info;
      if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) < 0 && errno != ESRCH) fail("ask");
      if (info.op == PTRACE_SYSCALL_INFO_ENTRY && !counting) counting = opens(thread, &info, start);
      if (info.op == PTRACE_SYSCALL_INFO_EXIT && counting && ++calls == number) {
        // It strikes before the thread can do anything with the result.
        kill(program, SIGKILL);
      }
    } else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_CLONE << 8) || status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8) ||
               WSTOPSIG(status) == SIGSTOP) {
      // A thread that begins, or the program.
    } else {
      signal = WSTOPSIG(status);
    }
    if (ptrace(PTRACE_SYSCALL, thread, 0, signal) < 0 && errno != ESRCH) fail("go on");
  }
}
