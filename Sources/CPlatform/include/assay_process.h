// Child processes: what posix_spawn cannot do.
#ifndef ASSAY_PROCESS_H
#define ASSAY_PROCESS_H

#include "assay_compiler.h"

#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Most descriptors that a child can be given.
#define ASSAY_CHILD_DESCRIPTORS 32

/// Starts a program with exactly these descriptors: the i-th becomes number i there, standard ones first, and every
/// other one is closed. No signal is blocked or caught, and SIGPIPE is not ignored. Returns its number.
///
/// `is_tied`: the kernel kills it when the thread that started it ends, and it is in a process group of its own, so that
/// the terminal's Ctrl-C is not for it. posix_spawn has nothing for the former (prctl PR_SET_PDEATHSIG).
long assay_start_process(const char *program, char *_Nullable const *_Nonnull arguments, const int *descriptors,
                         uint32_t count, int is_tied);

/// A descriptor of a process that is readable when the process has ended (pidfd_open, Linux 5.3).
long assay_open_process(int process);

ASSAY_ASSUME_NONNULL_END
#endif
