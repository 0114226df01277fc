// Network namespaces of single threads. glibc's Swift module shows neither unshare nor setns.
#ifndef ASSAY_NETWORK_H
#define ASSAY_NETWORK_H

#include "assay_compiler.h"

ASSAY_ASSUME_NONNULL_BEGIN

/// Puts the calling thread into a network of its own, with nothing in it but a loopback that is down.
long assay_new_network(void);

/// Puts the calling thread into the network of this descriptor (/proc/thread-self/ns/net); -EINVAL for another kind.
long assay_enter_network(int network);

ASSAY_ASSUME_NONNULL_END
#endif
