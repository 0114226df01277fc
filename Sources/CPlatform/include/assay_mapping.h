// Files in shared mappings: what is stored there is in the file, also when the process is killed.
#ifndef ASSAY_MAPPING_H
#define ASSAY_MAPPING_H

#include "assay_compiler.h"

#include <stddef.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Creates a file for reading and writing; -EEXIST when the name is taken, links included.
long assay_create_to_map(const char *path, unsigned mode);

/// Opens a file for reading, or for writing too; never through a link (-ELOOP), and never waiting for the other end of
/// a pipe.
long assay_open_to_map(const char *path, int writable);

/// Claims an open file for this process until it ends or closes it; -EWOULDBLOCK when another one has it.
long assay_claim_file(int descriptor);

/// Gives the file `bytes` zero bytes that are really there: a store to a mapped hole would be a SIGBUS on a full disk.
long assay_allocate_file(int descriptor, size_t bytes);

/// Maps the first `bytes` of a file, shared.
long assay_map_file(int descriptor, size_t bytes, int writable, void *_Nullable *_Nonnull address);

/// Unmaps what `assay_map_file` mapped.
long assay_unmap_file(void *address, size_t bytes);

/// Waits until what was stored is on the disk.
long assay_flush_file(void *address, size_t bytes);

ASSAY_ASSUME_NONNULL_END
#endif
