#define _GNU_SOURCE
#include "assay_switch.h"

#include "assay_clock.h"
#include "assay_futex.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// Whose turn it is; the token of pipes. END is for both: the measuring side is done, or somebody gave up.
enum { LEADER, FOLLOWER, END };

// Round trips of the first stretch, and nanoseconds from which on a stretch is long enough for its reading of the
// clock (some 25 ns) not to count.
enum { FIRST_STRETCH = 16, LONG_STRETCH = 100000 };

// In shared memory. The word that both write to has its lines for itself.
struct exchange {
  uint32_t turn __attribute__((aligned(128)));
  enum assay_switch_kind kind __attribute__((aligned(128)));
  int shared;
  // Pipes: to the follower and to the leader, each as read end and write end. eventfd: in the read ends.
  int to_follower[2], to_leader[2];
  uint64_t window;
  uint64_t rounds, nanoseconds;
};

// Without the C library's check for cancellation, which costs more than the loop.
static inline long transfer(long number, int descriptor, void *bytes, size_t count) {
  for (;;) {
    long moved = syscall(number, descriptor, bytes, count);
    if (moved == (long)count) return 0;
    if (moved >= 0) return -EPIPE;
    if (errno != EINTR) return -(long)errno;
  }
}

static inline long send_token(int descriptor, uint32_t token) {
  return transfer(SYS_write, descriptor, &token, sizeof token);
}

// The token, or a negative errno.
static inline long receive_token(int descriptor) {
  uint32_t token;
  long result = transfer(SYS_read, descriptor, &token, sizeof token);
  return result < 0 ? result : (long)token;
}

static inline long post(int descriptor) {
  uint64_t one = 1;
  return transfer(SYS_write, descriptor, &one, sizeof one);
}

static inline long take(int descriptor) {
  uint64_t count;
  return transfer(SYS_read, descriptor, &count, sizeof count);
}

static inline uint32_t turn_of(const struct exchange *exchange) {
  return __atomic_load_n(&exchange->turn, __ATOMIC_ACQUIRE);
}

// Hands the turn over; fails when it is END, which must not be overwritten.
static inline long hand_over(struct exchange *exchange, uint32_t from, uint32_t to) {
  return __atomic_compare_exchange_n(&exchange->turn, &from, to, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED) ? 0 : -ECANCELED;
}

static inline void wait_while(struct exchange *exchange, uint32_t turn) {
  if (exchange->kind == ASSAY_SWITCH_YIELD) {
    while (turn_of(exchange) == turn) sched_yield();
  } else {
    while (turn_of(exchange) == turn) assay_futex_wait(&exchange->turn, turn, exchange->shared, NULL);
  }
}

static inline void wake(struct exchange *exchange) {
  if (exchange->kind == ASSAY_SWITCH_FUTEX) assay_futex_wake(&exchange->turn, 1, exchange->shared);
}

static long lead_pipe(struct exchange *exchange, uint64_t rounds) {
  int out = exchange->to_follower[1], in = exchange->to_leader[0];
  for (uint64_t round = 0; round < rounds; round++) {
    long result = send_token(out, FOLLOWER);
    if (result < 0) return result;
    result = receive_token(in);
    if (result != LEADER) return result < 0 ? result : -ECANCELED;
  }
  return 0;
}

static long lead_events(struct exchange *exchange, uint64_t rounds) {
  int out = exchange->to_follower[0], in = exchange->to_leader[0];
  for (uint64_t round = 0; round < rounds; round++) {
    long result = post(out);
    if (result < 0) return result;
    result = take(in);
    if (result < 0) return result;
    if (turn_of(exchange) == END) return -ECANCELED;
  }
  return 0;
}

static long lead_word(struct exchange *exchange, uint64_t rounds) {
  for (uint64_t round = 0; round < rounds; round++) {
    long result = hand_over(exchange, LEADER, FOLLOWER);
    if (result < 0) return result;
    wake(exchange);
    wait_while(exchange, FOLLOWER);
  }
  return turn_of(exchange) == END ? -ECANCELED : 0;
}

static long lead_some(struct exchange *exchange, uint64_t rounds) {
  switch (exchange->kind) {
    case ASSAY_SWITCH_PIPE: return lead_pipe(exchange, rounds);
    case ASSAY_SWITCH_EVENTFD: return lead_events(exchange, rounds);
    default: return lead_word(exchange, rounds);
  }
}

// Round trips until the time is over, in stretches that grow until they are long.
static long lead_for(struct exchange *exchange, uint64_t window, uint64_t *stretch) {
  uint64_t start = assay_now(), previous = start, deadline = start + window, rounds = 0;
  do {
    long result = lead_some(exchange, *stretch);
    if (result < 0) return result;
    rounds += *stretch;
    uint64_t now = assay_now();
    if (now - previous < LONG_STRETCH) *stretch *= 2;
    previous = now;
  } while (previous < deadline);
  exchange->rounds = rounds;
  exchange->nanoseconds = previous - start;
  return 0;
}

// Lets everybody who waits see END; waits for nobody.
static void end_exchange(void *context) {
  struct exchange *exchange = context;
  __atomic_store_n(&exchange->turn, END, __ATOMIC_SEQ_CST);
  switch (exchange->kind) {
    case ASSAY_SWITCH_PIPE:
      send_token(exchange->to_follower[1], END);
      send_token(exchange->to_leader[1], END);
      break;
    case ASSAY_SWITCH_EVENTFD:
      post(exchange->to_follower[0]);
      post(exchange->to_leader[0]);
      break;
    default: assay_futex_wake(&exchange->turn, 2, exchange->shared);
  }
}

static long lead(struct exchange *exchange) {
  uint64_t stretch = FIRST_STRETCH;
  long result = lead_for(exchange, exchange->window / 8, &stretch);
  if (result == 0) result = lead_for(exchange, exchange->window, &stretch);
  end_exchange(exchange);
  return result;
}

static long follow_pipe(struct exchange *exchange) {
  int in = exchange->to_follower[0], out = exchange->to_leader[1];
  for (;;) {
    long token = receive_token(in);
    if (token != FOLLOWER) return token < 0 ? token : 0;
    long result = send_token(out, LEADER);
    if (result < 0) return result;
  }
}

static long follow_events(struct exchange *exchange) {
  int in = exchange->to_follower[0], out = exchange->to_leader[0];
  for (;;) {
    long result = take(in);
    if (result < 0 || turn_of(exchange) == END) return result;
    result = post(out);
    if (result < 0) return result;
  }
}

static long follow_word(struct exchange *exchange) {
  for (;;) {
    wait_while(exchange, LEADER);
    // Only END makes it fail.
    if (hand_over(exchange, FOLLOWER, LEADER) < 0) return 0;
    wake(exchange);
  }
}

static long take_side(void *context, uint32_t index) {
  struct exchange *exchange = context;
  if (index == 0) return lead(exchange);
  switch (exchange->kind) {
    case ASSAY_SWITCH_PIPE: return follow_pipe(exchange);
    case ASSAY_SWITCH_EVENTFD: return follow_events(exchange);
    default: return follow_word(exchange);
  }
}

static long open_descriptors(struct exchange *exchange) {
  int opened = 0;
  if (exchange->kind == ASSAY_SWITCH_PIPE) {
    opened = pipe2(exchange->to_follower, O_CLOEXEC) < 0 || pipe2(exchange->to_leader, O_CLOEXEC) < 0 ? -1 : 0;
  } else if (exchange->kind == ASSAY_SWITCH_EVENTFD) {
    exchange->to_follower[0] = eventfd(0, EFD_CLOEXEC);
    exchange->to_leader[0] = exchange->to_follower[0] < 0 ? -1 : eventfd(0, EFD_CLOEXEC);
    opened = exchange->to_leader[0] < 0 ? -1 : 0;
  }
  return opened < 0 ? -(long)errno : 0;
}

static void close_descriptors(struct exchange *exchange) {
  for (int side = 0; side < 2; side++) {
    if (exchange->to_follower[side] >= 0) close(exchange->to_follower[side]);
    if (exchange->to_leader[side] >= 0) close(exchange->to_leader[side]);
  }
}

long assay_measure_switch(enum assay_switch_kind kind, const struct assay_party_setting *setting, uint64_t window,
                          struct assay_switch_result *result) {
  *result = (struct assay_switch_result){.stage = ASSAY_STAGE_WORK};
  struct exchange *exchange = assay_map_shared(sizeof *exchange);
  if (!exchange) return -(long)errno;
  *exchange = (struct exchange){.kind = kind,
                                .shared = (int)setting->processes,
                                .to_follower = {-1, -1},
                                .to_leader = {-1, -1},
                                .window = window};
  long answer = open_descriptors(exchange);
  if (answer == 0) {
    struct assay_party_work work = {take_side, end_exchange, exchange};
    struct assay_party_outcome outcome;
    answer = assay_run_parties(2, setting, &work, &outcome);
    result->stage = outcome.stage;
    result->rounds = exchange->rounds;
    result->nanoseconds = exchange->nanoseconds;
  }
  close_descriptors(exchange);
  munmap(exchange, sizeof *exchange);
  return answer;
}
