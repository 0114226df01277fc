// What changing a host safely needs beyond reading and writing files.
#ifndef ASSAY_TUNING_H
#define ASSAY_TUNING_H

#include "assay_compiler.h"

#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Takes space on the disk for `bytes` beyond the end of an open file, whose size stays as it is (FALLOC_FL_KEEP_SIZE).
long assay_reserve(int descriptor, uint64_t bytes);

/// Starts a program in a session of its own, with null for standard input and output and `errors` (appended to, mode
/// 0600) for standard error, every other descriptor closed, and no signal blocked or ignored; returns its number.
long assay_start_detached(const char *program, char *_Nullable const *_Nonnull arguments, const char *errors);

/// Nanoseconds since the boot, those of sleep included.
uint64_t assay_boot_time(void);

/// Waits until `assay_boot_time` is there.
void assay_wait_boot_time(uint64_t nanoseconds);

ASSAY_ASSUME_NONNULL_END
#endif
