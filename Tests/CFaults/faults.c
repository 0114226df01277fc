// A slow or failing device, put before a program with LD_PRELOAD: takes the place of libaio's calls and of pread and
// pwrite. Set by the environment:
//
//   ASSAY_FAULT_DELAY_NS  nanoseconds that each request takes at least, from its submission on
//   ASSAY_FAULT_UNEVEN    1: every 50th request takes four times as long, every 400th ten times
//   ASSAY_FAULT_ERROR     EIO or ENOSPC: how one request fails
//   ASSAY_FAULT_SHORT     bytes that one request moves at most
//   ASSAY_FAULT_AT        which one that is in each process, from 0
//   ASSAY_FAULT_LZ4       1: what lz4 decompresses has one bit wrong, as from broken memory
//
// Only what passes by the page cache is a request: all of libaio's, and pread and pwrite of descriptors with O_DIRECT.
// What reads libaio's shared ring by itself passes by here.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { NEVER_FAILS = -1, AT_ONCE = 64 };

static uint64_t delay;
static int uneven;
static int64_t failing = NEVER_FAILS;
static int error;
static int64_t longest = INT64_MAX;
static int64_t requests;
static int spoils_lz4;

static _Noreturn void refuse(const char *name, const char *value) {
  dprintf(STDERR_FILENO, "%s=%s is not understood\n", name, value);
  _exit(64);
}

static int64_t number(const char *name, int64_t otherwise) {
  const char *text = getenv(name);
  if (!text) return otherwise;
  char *rest;
  long long value = strtoll(text, &rest, 10);
  if (rest == text || *rest || value < 0) refuse(name, text);
  return value;
}

__attribute__((constructor)) static void read_settings(void) {
  delay = (uint64_t)number("ASSAY_FAULT_DELAY_NS", 0);
  uneven = number("ASSAY_FAULT_UNEVEN", 0) != 0;
  spoils_lz4 = number("ASSAY_FAULT_LZ4", 0) != 0;
  longest = number("ASSAY_FAULT_SHORT", INT64_MAX);
  const char *name = getenv("ASSAY_FAULT_ERROR");
  if (name && strcmp(name, "EIO") != 0 && strcmp(name, "ENOSPC") != 0) refuse("ASSAY_FAULT_ERROR", name);
  if (name) error = strcmp(name, "EIO") == 0 ? EIO : ENOSPC;
  if (name || longest != INT64_MAX) failing = number("ASSAY_FAULT_AT", 0);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static struct timespec timespec(uint64_t nanoseconds) {
  return (struct timespec){(time_t)(nanoseconds / 1000000000u), (long)(nanoseconds % 1000000000u)};
}

static void sleep_until(uint64_t moment) {
  // The default of 50 µs would blur short delays.
  static _Thread_local int is_exact;
  if (!is_exact) is_exact = prctl(PR_SET_TIMERSLACK, 1) == 0;
  struct timespec until = timespec(moment);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {}
}

// The number of the next request, over all threads.
static int64_t next(void) { return __atomic_fetch_add(&requests, 1, __ATOMIC_RELAXED); }

static uint64_t delay_of(int64_t number) {
  if (!uneven) return delay;
  return number % 400 == 399 ? 10 * delay : number % 50 == 49 ? 4 * delay : delay;
}

// What the failing request gives instead of its result.
static int64_t spoilt(int64_t result) {
  if (error) return -error;
  return result > longest ? longest : result;
}

// MARK: libaio. Whoever submits also reaps: each thread has the requests of one context.

struct request {
  const struct iocb *block;
  uint64_t due;
  int fails;
  // Whether the kernel is done with it, and what it said.
  int done;
  struct io_event event;
};

// In the order of submitting, which is also that of ending: a ring whose length is a power of two.
static _Thread_local struct {
  struct request *ring;
  uint32_t length, first, count;
} queue;

static struct request *at(uint32_t index) { return &queue.ring[(queue.first + index) & (queue.length - 1)]; }

static int make_room(uint32_t count) {
  if (count <= queue.length) return 1;
  uint32_t length = queue.length ? queue.length : AT_ONCE;
  while (length < count) length *= 2;
  struct request *ring = calloc(length, sizeof *ring);
  if (!ring) return 0;
  for (uint32_t i = 0; i < queue.count; i++) ring[i] = *at(i);
  free(queue.ring);
  queue.ring = ring;
  queue.length = length;
  queue.first = 0;
  return 1;
}

int io_submit(aio_context_t context, long count, struct iocb **blocks) {
  if (count > 0 && !make_room(queue.count + (uint32_t)count)) return -EAGAIN;
  uint64_t begun = now();
  long taken = syscall(SYS_io_submit, context, count, blocks);
  if (taken < 0) return -errno;
  for (long i = 0; i < taken; i++) {
    int64_t number = next();
    *at(queue.count++) =
        (struct request){.block = blocks[i], .due = begun + delay_of(number), .fails = number == failing};
  }
  return (int)taken;
}

static void note(const struct io_event *event) {
  for (uint32_t i = 0; i < queue.count; i++) {
    struct request *request = at(i);
    if (request->done || (uintptr_t)request->block != event->obj) continue;
    request->done = 1;
    request->event = *event;
    if (request->fails) request->event.res = spoilt(event->res);
    return;
  }
}

// Waits for the kernel to end one request or more; a negative errno.
static long wait_for_kernel(aio_context_t context, uint64_t wait) {
  struct io_event events[AT_ONCE];
  struct timespec limit = timespec(wait);
  long count = syscall(SYS_io_getevents, context, 1, AT_ONCE, events, wait == UINT64_MAX ? NULL : &limit);
  if (count < 0) return -errno;
  for (long i = 0; i < count; i++) note(&events[i]);
  return count;
}

int io_getevents(aio_context_t context, long fewest, long most, struct io_event *events, struct timespec *timeout) {
  uint64_t time = now(), deadline = UINT64_MAX;
  if (timeout) deadline = time + (uint64_t)timeout->tv_sec * 1000000000u + (uint64_t)timeout->tv_nsec;
  long count = 0;
  // What has ended already is seen without waiting.
  long answer = wait_for_kernel(context, 0);
  for (;;) {
    if (answer < 0) return count > 0 ? (int)count : (int)answer;
    time = now();
    while (count < most && queue.count > 0 && at(0)->done && at(0)->due <= time) {
      events[count++] = at(0)->event;
      queue.first = (queue.first + 1) & (queue.length - 1);
      queue.count--;
    }
    if (count >= fewest || count == most || time >= deadline) return (int)count;
    if (queue.count > 0 && at(0)->done) {
      sleep_until(at(0)->due < deadline ? at(0)->due : deadline);
    } else {
      answer = wait_for_kernel(context, deadline == UINT64_MAX ? UINT64_MAX : deadline - time);
    }
  }
}

// MARK: pread and pwrite

static ssize_t transfer(long call, int descriptor, void *bytes, size_t count, off_t offset) {
  uint64_t begun = now();
  int64_t result = syscall(call, descriptor, bytes, count, offset);
  int flags = fcntl(descriptor, F_GETFL);
  if (result < 0 || flags < 0 || !(flags & O_DIRECT)) return result;
  int64_t number = next();
  if (number == failing) result = spoilt(result);
  if (delay > 0) sleep_until(begun + delay_of(number));
  if (result >= 0) return result;
  errno = (int)-result;
  return -1;
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  return transfer(SYS_pread64, descriptor, bytes, count, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off_t offset) {
  return transfer(SYS_pread64, descriptor, bytes, count, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return transfer(SYS_pwrite64, descriptor, (void *)bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  return transfer(SYS_pwrite64, descriptor, (void *)bytes, count, offset);
}

// As lz4.h declares it.
int LZ4_decompress_safe(const char *source, char *target, int bytes, int capacity) {
  int (*real)(const char *, char *, int, int);
  *(void **)&real = dlsym(RTLD_NEXT, "LZ4_decompress_safe");
  if (!real) return -1;
  int got = real(source, target, bytes, capacity);
  if (spoils_lz4 && got > 0) target[got / 2] ^= 1;
  return got;
}
