#define _GNU_SOURCE
#include "assay_messaging.h"

#include "assay_clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// One receiver's connection.
struct connection {
  int in;
  int out;
};

struct room {
  const struct assay_messaging *messaging;
  // One for each receiver, group after group.
  struct connection *connections;
  uint32_t count;
  // What takes the place of descriptors that parties wait on: reading it gives an end of file, writing fails.
  int nothing;
  // When each receiver had its last message: in shared memory.
  uint64_t *ends;
};

// A message in as many pieces as the kernel makes of it; 0 or a negative errno.
static inline long transfer(long number, int descriptor, char *bytes) {
  size_t done = 0;
  do {
    long moved = syscall(number, descriptor, bytes + done, ASSAY_MESSAGE_BYTES - done);
    if (moved > 0) {
      done += (size_t)moved;
    } else if (moved == 0) {
      return -EPIPE;
    } else if (errno != EINTR) {
      return -(long)errno;
    }
  } while (done < ASSAY_MESSAGE_BYTES);
  return 0;
}

static long receive_all(const struct room *room, uint32_t receiver) {
  char bytes[ASSAY_MESSAGE_BYTES];
  uint64_t left = (uint64_t)room->messaging->senders * room->messaging->messages;
  int in = room->connections[receiver].in;
  for (; left > 0; left--) {
    long result = transfer(SYS_read, in, bytes);
    if (result < 0) return result;
  }
  room->ends[receiver] = assay_now();
  return 0;
}

static long send_all(const struct room *room, uint32_t group) {
  char bytes[ASSAY_MESSAGE_BYTES] = {0};
  uint32_t receivers = room->messaging->senders;
  const struct connection *connections = room->connections + (size_t)group * receivers;
  for (uint32_t message = 0; message < room->messaging->messages; message++) {
    for (uint32_t receiver = 0; receiver < receivers; receiver++) {
      long result = transfer(SYS_write, connections[receiver].out, bytes);
      if (result < 0) return result;
    }
  }
  return 0;
}

// Parties come group by group, receivers before senders.
static long take_side(void *context, uint32_t index) {
  const struct room *room = context;
  uint32_t senders = room->messaging->senders, group = index / (2 * senders), seat = index % (2 * senders);
  return seat < senders ? receive_all(room, group * senders + seat) : send_all(room, group);
}

// Replaced and not closed: a thread that is about to read finds the same number, and nobody else can be given it.
static void break_connections(void *context) {
  const struct room *room = context;
  for (uint32_t i = 0; i < room->count; i++) {
    dup2(room->nothing, room->connections[i].in);
    dup2(room->nothing, room->connections[i].out);
  }
}

static long connect_one(enum assay_transport transport, struct connection *connection) {
  int ends[2];
  int result = transport == ASSAY_TRANSPORT_PIPE ? pipe2(ends, O_CLOEXEC)
                                                 : socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
  if (result < 0) return -(long)errno;
  *connection = (struct connection){ends[0], ends[1]};
  return 0;
}

static long open_room(struct room *room) {
  room->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (room->nothing < 0) return -(long)errno;
  uint32_t count = room->messaging->groups * room->messaging->senders;
  room->connections = calloc(count, sizeof *room->connections);
  room->ends = assay_map_shared(count * sizeof *room->ends);
  if (!room->connections || !room->ends) return -ENOMEM;
  for (; room->count < count; room->count++) {
    long result = connect_one(room->messaging->transport, &room->connections[room->count]);
    if (result < 0) return result;
  }
  return 0;
}

static void close_room(struct room *room) {
  for (uint32_t i = 0; i < room->count; i++) {
    close(room->connections[i].in);
    close(room->connections[i].out);
  }
  if (room->nothing >= 0) close(room->nothing);
  if (room->ends) munmap(room->ends, room->messaging->groups * room->messaging->senders * sizeof *room->ends);
  free(room->connections);
}

long assay_measure_messaging(const struct assay_messaging *messaging, const struct assay_party_setting *setting,
                             struct assay_messaging_result *result) {
  *result = (struct assay_messaging_result){.stage = ASSAY_STAGE_WORK};
  struct room room = {.messaging = messaging, .nothing = -1};
  long answer = open_room(&room);
  if (answer == 0) {
    struct assay_party_work work = {take_side, break_connections, &room};
    struct assay_party_outcome outcome;
    answer = assay_run_parties(assay_messaging_parties(*messaging), setting, &work, &outcome);
    result->stage = outcome.stage;
    for (uint32_t i = 0; i < room.count && answer == 0; i++) {
      uint64_t lasted = room.ends[i] - outcome.started;
      if (lasted > result->nanoseconds) result->nanoseconds = lasted;
    }
  }
  close_room(&room);
  return answer;
}
