// Stream sockets, by file name and by TCP: constants and addresses that Swift does not show. All are close-on-exec.
#ifndef ASSAY_SOCKET_H
#define ASSAY_SOCKET_H

#include "assay_compiler.h"

#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

/// Two sockets that are connected to one another.
long assay_socket_pair(int ends[_Nonnull 2]);

/// Makes a socket file and listens there; -EADDRINUSE when the name is taken, -ENAMETOOLONG from 108 bytes on.
long assay_socket_listen(const char *path);

/// The next connection, without waiting: -EAGAIN when there is none.
long assay_socket_accept(int listener);

/// Connects to a socket file; waits at most so long while its queue is full, then -EAGAIN.
long assay_socket_connect(const char *path, uint64_t microseconds);

/// Listens at an IPv4 address of this thread's network; -EINVAL for what is none, -EADDRINUSE when the port is taken.
long assay_socket_listen_tcp(const char *address, uint16_t port);

/// Connects to an IPv4 address from this thread's network; waits at most so long, then -ETIMEDOUT.
long assay_socket_connect_tcp(const char *address, uint16_t port, uint64_t microseconds);

/// Reads what is there, without waiting: -EAGAIN when there is nothing, 0 when the other side has ended.
long assay_socket_receive(int socket, void *bytes, size_t count);

/// Writes what fits, without waiting: -EAGAIN when nothing does; -EPIPE, and no signal, when nobody will read it.
long assay_socket_send(int socket, const void *bytes, size_t count);

/// Ends both directions: whoever waits here or there sees the end.
long assay_socket_shut(int socket);

/// Writes no more: the other side reads the end after what is under way.
long assay_socket_end_writing(int socket);

/// Reads no more: the other side's next write fails with EPIPE.
long assay_socket_end_reading(int socket);

/// Waits until one of these `struct pollfd` is ready, at most so many nanoseconds; for ever where that is negative (ppoll,
/// which Swift does not see). Returns how many are; -EINTR at a signal. The type is not named, for its module would have
/// to be imported with poll.h from here instead of glibc.
long assay_wait_for_any(void *entries, size_t count, int64_t nanoseconds);

ASSAY_ASSUME_NONNULL_END
#endif
