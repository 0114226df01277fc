#define _GNU_SOURCE
#include "assay_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static long checked(long result) { return result < 0 ? -(long)errno : result; }

// Closes on failure, with the reason kept.
static long give(int socket, int result) {
  if (result >= 0) return socket;
  long error = -(long)errno;
  close(socket);
  return error;
}

// A socket for this address.
static int prepare(struct sockaddr_un *address, const char *path, int flags) {
  size_t length = strlen(path);
  if (length >= sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  *address = (struct sockaddr_un){.sun_family = AF_UNIX};
  memcpy(address->sun_path, path, length);
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
}

long assay_socket_pair(int ends[2]) { return checked(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)); }

long assay_socket_listen(const char *path) {
  struct sockaddr_un address;
  int made = prepare(&address, path, SOCK_NONBLOCK);
  if (made < 0) return -(long)errno;
  int result = bind(made, (const struct sockaddr *)&address, sizeof address);
  if (result == 0 && (result = listen(made, 16)) < 0) {
    int error = errno;
    unlink(path);
    errno = error;
  }
  return give(made, result);
}

long assay_socket_accept(int listener) {
  return checked(accept4(listener, NULL, NULL, SOCK_CLOEXEC));
}

long assay_socket_connect(const char *path, uint64_t microseconds) {
  struct sockaddr_un address;
  int made = prepare(&address, path, 0);
  if (made < 0) return -(long)errno;
  // Zero would mean for ever.
  if (microseconds == 0) microseconds = 1;
  struct timeval limit = {(time_t)(microseconds / 1000000u), (suseconds_t)(microseconds % 1000000u)};
  int result = setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (result == 0) result = connect(made, (const struct sockaddr *)&address, sizeof address);
  return give(made, result);
}

// A TCP socket for this address that sends small pieces at once.
static int prepare_tcp(struct sockaddr_in *address, const char *text, uint16_t port, int flags) {
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, text, &address->sin_addr) != 1) {
    errno = EINVAL;
    return -1;
  }
  int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
  int on = 1;
  // Fails on no stream socket; one that waits with small pieces still works.
  if (made >= 0) (void)setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

long assay_socket_listen_tcp(const char *text, uint16_t port) {
  struct sockaddr_in address;
  int made = prepare_tcp(&address, text, port, SOCK_NONBLOCK);
  if (made < 0) return -(long)errno;
  int on = 1;
  // What the last one here left in TIME_WAIT is no reason to fail.
  int result = setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (result == 0) result = bind(made, (const struct sockaddr *)&address, sizeof address);
  if (result == 0) result = listen(made, 16);
  return give(made, result);
}

long assay_socket_connect_tcp(const char *text, uint16_t port, uint64_t microseconds) {
  struct sockaddr_in address;
  int made = prepare_tcp(&address, text, port, SOCK_NONBLOCK);
  if (made < 0) return -(long)errno;
  int result = connect(made, (const struct sockaddr *)&address, sizeof address);
  if (result < 0 && errno == EINPROGRESS) {
    struct pollfd entry = {.fd = made, .events = POLLOUT};
    struct timespec limit = {(time_t)(microseconds / 1000000u), (long)(microseconds % 1000000u) * 1000};
    int ready = ppoll(&entry, 1, &limit, NULL);
    int error = ready == 0 ? ETIMEDOUT : errno;
    socklen_t length = sizeof error;
    if (ready > 0 && getsockopt(made, SOL_SOCKET, SO_ERROR, &error, &length) < 0) error = errno;
    errno = error;
    result = error == 0 ? 0 : -1;
  }
  return give(made, result);
}

long assay_socket_receive(int socket, void *bytes, size_t count) {
  return checked(recv(socket, bytes, count, MSG_DONTWAIT));
}

long assay_socket_send(int socket, const void *bytes, size_t count) {
  return checked(send(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL));
}

long assay_socket_shut(int socket) { return checked(shutdown(socket, SHUT_RDWR)); }

long assay_socket_end_writing(int socket) { return checked(shutdown(socket, SHUT_WR)); }

long assay_socket_end_reading(int socket) { return checked(shutdown(socket, SHUT_RD)); }

long assay_wait_for_any(void *entries, size_t count, int64_t nanoseconds) {
  struct timespec limit = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
  return checked(ppoll(entries, (nfds_t)count, nanoseconds < 0 ? NULL : &limit, NULL));
}
