#define _GNU_SOURCE
#include "assay_parties.h"

#include "assay_clock.h"
#include "assay_futex.h"
#include "assay_system.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// What the bodies need of a stack is little; hundreds of threads must not need gigabytes of address space.
enum { STACK_BYTES = 256 << 10 };

// What the parties and the one that started them share.
struct meeting {
  // Changes with all that the starting side waits for.
  uint32_t event;
  uint32_t ready;
  uint32_t go;
  uint32_t ended;
  uint32_t abandoned;
  // The first failure: errno in the low half, the stage above.
  uint64_t failure;
};

struct team {
  uint32_t count;
  const struct assay_party_setting *setting;
  const struct assay_party_work *work;
  struct meeting *meeting;
  pid_t parent;
};

struct party {
  const struct team *team;
  uint32_t index;
  pthread_t thread;
  pid_t process;
};

void *assay_map_shared(size_t bytes) {
  void *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  return mapped == MAP_FAILED ? NULL : mapped;
}

static void announce(struct meeting *meeting) {
  __atomic_add_fetch(&meeting->event, 1, __ATOMIC_SEQ_CST);
  assay_futex_wake(&meeting->event, 1, 1);
}

static void fail(struct meeting *meeting, long error, enum assay_party_stage stage) {
  uint64_t none = 0, failure = (uint64_t)stage << 32 | (uint32_t)-error;
  __atomic_compare_exchange_n(&meeting->failure, &none, failure, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  announce(meeting);
}

static void take_part(const struct team *team, uint32_t index) {
  struct meeting *meeting = team->meeting;
  // A reader that is gone is an error here, not a death.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, NULL);
  if (__atomic_add_fetch(&meeting->ready, 1, __ATOMIC_SEQ_CST) == team->count) announce(meeting);
  while (!__atomic_load_n(&meeting->go, __ATOMIC_ACQUIRE)) assay_futex_wait(&meeting->go, 0, 1, NULL);
  if (!__atomic_load_n(&meeting->abandoned, __ATOMIC_ACQUIRE)) {
    long result = team->work->body(team->work->context, index);
    if (result < 0) fail(meeting, result, ASSAY_STAGE_WORK);
  }
  if (__atomic_add_fetch(&meeting->ended, 1, __ATOMIC_SEQ_CST) == team->count) announce(meeting);
}

static void *run_thread(void *argument) {
  const struct party *party = argument;
  take_part(party->team, party->index);
  return NULL;
}

static const uint64_t *mask_of(const struct party *party) {
  return party->team->setting->masks + party->index * party->team->setting->words;
}

static _Noreturn void run_process(const struct party *party) {
  const struct team *team = party->team;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have ended before the signal was asked for.
  if (getppid() != team->parent) _exit(1);
  long result = assay_set_affinity(mask_of(party), team->setting->words);
  if (result < 0) {
    fail(team->meeting, result, ASSAY_STAGE_PIN);
    _exit(1);
  }
  take_part(team, party->index);
  _exit(0);
}

static long start_thread(struct party *party) {
  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error != 0) return -error;
  long result = -pthread_attr_setstacksize(&attributes, STACK_BYTES);
  if (result == 0) result = assay_start_with_affinity(&attributes, mask_of(party), party->team->setting->words);
  if (result == 0) result = -pthread_create(&party->thread, &attributes, run_thread, party);
  pthread_attr_destroy(&attributes);
  return result;
}

static long start_process(struct party *party) {
  pid_t process = fork();
  if (process == 0) run_process(party);
  if (process < 0) return -(long)errno;
  party->process = process;
  return 0;
}

// Waits until `counter` has reached the number of parties: 1, or 0 after a failure, the passed deadline included.
static int wait_for_all(const struct team *team, const uint32_t *counter, uint64_t deadline) {
  struct meeting *meeting = team->meeting;
  for (;;) {
    uint32_t seen = __atomic_load_n(&meeting->event, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&meeting->failure, __ATOMIC_SEQ_CST) != 0) return 0;
    if (__atomic_load_n(counter, __ATOMIC_SEQ_CST) == team->count) return 1;
    uint64_t now = assay_now();
    if (now >= deadline) {
      fail(meeting, -ETIMEDOUT, ASSAY_STAGE_LIMIT);
      return 0;
    }
    uint64_t left = deadline - now;
    struct timespec timeout = {.tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u)};
    assay_futex_wait(&meeting->event, seen, 1, &timeout);
  }
}

static void let_go(struct meeting *meeting) {
  __atomic_store_n(&meeting->go, 1, __ATOMIC_RELEASE);
  assay_futex_wake(&meeting->go, INT32_MAX, 1);
}

static void end_all(const struct team *team, struct party *parties, uint32_t started, int orderly) {
  if (!orderly) {
    __atomic_store_n(&team->meeting->abandoned, 1, __ATOMIC_RELEASE);
    if (team->setting->processes) {
      for (uint32_t i = 0; i < started; i++) kill(parties[i].process, SIGKILL);
    } else {
      let_go(team->meeting);
      team->work->unblock(team->work->context);
    }
  }
  for (uint32_t i = 0; i < started; i++) {
    if (!team->setting->processes) {
      pthread_join(parties[i].thread, NULL);
      continue;
    }
    int status;
    while (waitpid(parties[i].process, &status, 0) < 0 && errno == EINTR) {}
  }
}

long assay_run_parties(uint32_t count, const struct assay_party_setting *setting, const struct assay_party_work *work,
                       struct assay_party_outcome *outcome) {
  *outcome = (struct assay_party_outcome){.stage = ASSAY_STAGE_START};
  uint64_t deadline = assay_now() + setting->limit;
  struct party *parties = calloc(count, sizeof *parties);
  struct meeting *meeting = assay_map_shared(sizeof *meeting);
  if (!parties || !meeting) {
    free(parties);
    if (meeting) munmap(meeting, sizeof *meeting);
    return -ENOMEM;
  }
  struct team team = {count, setting, work, meeting, getpid()};
  uint32_t started = 0;
  for (; started < count; started++) {
    struct party *party = &parties[started];
    party->team = &team;
    party->index = started;
    long result = setting->processes ? start_process(party) : start_thread(party);
    if (result == 0) continue;
    // A thread is pinned while it is made: EINVAL is the kernel's answer to CPUs that are not to be had.
    fail(meeting, result, result == -EINVAL ? ASSAY_STAGE_PIN : ASSAY_STAGE_START);
    break;
  }
  int orderly = wait_for_all(&team, &meeting->ready, deadline);
  if (orderly) {
    outcome->started = assay_now();
    let_go(meeting);
    orderly = wait_for_all(&team, &meeting->ended, deadline);
  }
  end_all(&team, parties, started, orderly);
  uint64_t failure = meeting->failure;
  outcome->stage = (enum assay_party_stage)(failure >> 32);
  munmap(meeting, sizeof *meeting);
  free(parties);
  return -(long)(uint32_t)failure;
}
