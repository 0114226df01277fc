// System calls and constants that `import Glibc` does not show.
#ifndef ASSAY_SYSTEM_H
#define ASSAY_SYSTEM_H

#include "assay_compiler.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Sets the calling thread's CPU affinity from a bit mask of `words` 64-bit words, lowest CPU first.
/// The raw system call takes any length, so machines with more than CPU_SETSIZE (1,024) CPUs work.
long assay_set_affinity(const uint64_t *mask, size_t words);

/// Reads the calling thread's CPU affinity into `words` 64-bit words; returns the bytes the kernel wrote.
/// -EINVAL means that the mask is shorter than the kernel's own: ask again with a longer one.
long assay_get_affinity(uint64_t *mask, size_t words);

/// Has a thread that is made with these attributes start on the CPUs of a bit mask. A thread that pins itself is moved
/// by the kernel's stopper, which counts as an involuntary switch: noise of our own making.
long assay_start_with_affinity(pthread_attr_t *attributes, const uint64_t *mask, size_t words);

/// Asks the kernel to send `signal` to this process when its parent ends (prctl PR_SET_PDEATHSIG).
long assay_signal_on_parent_exit(int signal);

/// The kernel's id of the calling thread (gettid).
long assay_thread_id(void);

/// Opens `path` read-only, close-on-exec.
long assay_open_read(const char *path);

/// Creates a new file for writing, close-on-exec; fails with -EEXIST when the name is taken, links included.
long assay_create_exclusive(const char *path, unsigned mode);

/// Opens a directory so that it can be synced.
long assay_open_directory(const char *path);

/// Makes a pipe whose two ends no other program inherits: to read from, to write to.
long assay_pipe(int ends[_Nonnull 2]);

/// How `assay_open_beneath` opens.
enum assay_beneath {
  ASSAY_BENEATH_READ,       // an existing file, to read
  ASSAY_BENEATH_WRITE,      // an existing file, to write; it keeps its length
  ASSAY_BENEATH_CREATE,     // a new file, to write; its name must be free
  ASSAY_BENEATH_DIRECTORY,  // a directory
};

/// Opens a path that cannot leave `directory`: not by `..`, not by an absolute path, not through a symbolic link or a
/// magic link (openat2 with RESOLVE_BENEATH, Linux 5.6; glibc has no wrapper). -EXDEV when the path would leave,
/// -EAGAIN when a rename on the way raced with it.
long assay_open_beneath(int directory, const char *path, enum assay_beneath how, unsigned mode);

/// Voluntary and involuntary context switches and CPU time of this process: all threads, ended ones included, and
/// children that were waited for.
struct assay_usage {
  uint64_t voluntary_switches;
  uint64_t involuntary_switches;
  uint64_t user_nanoseconds;
  uint64_t system_nanoseconds;
};
long assay_process_usage(struct assay_usage *usage);

/// How often the calling thread was put off its CPU so far.
long assay_thread_involuntary_switches(void);

/// Columns of the terminal on `descriptor`, or a negative errno when it is none.
long assay_terminal_columns(int descriptor);

/// Has SIGINT, SIGTERM and SIGHUP, where they are not ignored, write their number as one byte into a pipe instead of
/// ending the process; returns the descriptor to read it from. A handler and not a blocked mask, because the runtime's
/// main thread waits with an empty mask. Call it once.
long assay_watch_termination_signals(void);

/// Waits for such a byte; returns the signal's number.
long assay_next_termination_signal(int descriptor);

/// Raises the soft limit of open descriptors so that `count` more fit than are open now; -EMFILE when the hard limit
/// is below that.
long assay_allow_descriptors(uint32_t count);

/// Ignores SIGPIPE, so that a closed pipe is an error (EPIPE), not a death.
long assay_ignore_broken_pipe(void);

ASSAY_ASSUME_NONNULL_END
#endif
