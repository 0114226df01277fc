// Dependent loads over one random cycle of cache lines.
#ifndef ASSAY_CHASE_H
#define ASSAY_CHASE_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Links `lines` cells, `line_bytes` apart, into one cycle that visits each once in pseudo-random order.
/// The order is an invertible mix of the counter, so neighbouring steps have no relation that hardware could
/// predict, building needs no table, and its writes do not wait for one another.
void assay_chase_build(void *memory, size_t lines, size_t line_bytes, uint64_t seed);

/// Follows the cycle for `steps` dependent loads from `cell`; returns the cell reached.
const void *assay_chase_follow(const void *cell, size_t steps);

/// The number of cells on the cycle through `memory`; more than `limit` is reported as `limit` + 1.
size_t assay_chase_length(const void *memory, size_t limit);

ASSAY_ASSUME_NONNULL_END
#endif
