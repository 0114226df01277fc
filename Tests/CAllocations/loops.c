#define _GNU_SOURCE
#include "loops.h"

#include "cplatform.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SHORTEST = 5000000, MASK_WORDS = 16, LINES = 512 };

// Cells of a histogram, and memory to walk: not from the allocator, and there before the counting begins.
static uint64_t cells[1 << 16];
static uint64_t more_cells[1 << 16];
static uint64_t memory[LINES * 8] __attribute__((aligned(4096)));
static double arrays[3][4096] __attribute__((aligned(4096)));

static struct assay_histogram histogram(uint64_t *counts) { return (struct assay_histogram){counts, UINT64_MAX, 0, 0}; }

static int64_t control(uint32_t amount) {
  for (uint32_t round = 0; round < amount; round++) {
    void *volatile taken = malloc(16);
    free(taken);
  }
  return amount;
}

static int64_t wake(uint32_t amount) {
  struct assay_histogram latencies = histogram(cells);
  struct assay_wakeups result;
  uint64_t start = assay_now();
  long error = assay_wake_periodically(start, start + amount * (uint64_t)SHORTEST, 50000, &latencies, &result);
  return error < 0 ? error : (int64_t)result.periods;
}

enum { MOST_REQUESTS = 4096 };
static struct assay_requests requests;
static uint64_t due[MOST_REQUESTS], sent[MOST_REQUESTS];
static struct assay_request_worker worker;

static void *serve(void *argument) {
  (void)argument;
  assay_serve_requests(&requests, 1, &worker);
  return NULL;
}

static int64_t send(uint32_t amount) {
  uint32_t count = amount * 100;
  if (count > MOST_REQUESTS) return -EINVAL;
  struct assay_histogram wakeups = histogram(cells), latencies = histogram(more_cells);
  worker = (struct assay_request_worker){.wakeups = &wakeups, .requests = &latencies};
  uint64_t start = assay_now();
  for (uint32_t i = 0; i < count; i++) due[i] = start + i * UINT64_C(50000);
  requests.due = due;
  requests.sent = sent;
  requests.count = count;
  pthread_t thread;
  int error = pthread_create(&thread, NULL, serve, NULL);
  if (error != 0) return -error;
  long result = assay_send_requests(&requests, UINT64_MAX);
  pthread_join(thread, NULL);
  return result < 0 ? result : (int64_t)worker.done;
}

// One mask for each party: all CPUs that this process may use.
static struct assay_party_setting setting(uint64_t *masks, uint32_t parties) {
  uint64_t allowed[MASK_WORDS] = {0};
  assay_get_affinity(allowed, MASK_WORDS);
  for (uint32_t i = 0; i < parties * MASK_WORDS; i++) masks[i] = allowed[i % MASK_WORDS];
  return (struct assay_party_setting){.processes = 0, .masks = masks, .words = MASK_WORDS, .limit = UINT64_C(60000000000)};
}

static int64_t exchange(enum assay_switch_kind kind, uint32_t amount) {
  uint64_t masks[2 * MASK_WORDS];
  struct assay_party_setting two = setting(masks, 2);
  struct assay_switch_result result;
  long error = assay_measure_switch(kind, &two, amount * (uint64_t)SHORTEST, &result);
  return error < 0 ? error : (int64_t)result.rounds;
}

static int64_t message(enum assay_transport transport, uint32_t amount) {
  uint64_t masks[8 * MASK_WORDS];
  struct assay_party_setting eight = setting(masks, 8);
  struct assay_messaging messaging = {.transport = transport, .groups = 1, .senders = 4, .messages = amount * 20};
  struct assay_messaging_result result;
  long error = assay_measure_messaging(&messaging, &eight, &result);
  return error < 0 ? error : (int64_t)messaging.messages;
}

static int64_t watch(uint32_t amount) {
  struct assay_histogram gaps = histogram(cells);
  struct assay_clock_gaps result;
  long error = assay_watch_clock(amount * (uint64_t)SHORTEST, 2000, &gaps, &result);
  return error < 0 ? error : (int64_t)result.total_nanoseconds;
}

enum { MOST_MOVES = 1000 };

static int64_t move(uint32_t amount) {
  int cpu = sched_getcpu();
  if (cpu < 0 || cpu >= MASK_WORDS * 64 || amount * 20 > MOST_MOVES) return -EINVAL;
  uint64_t masks[2 * MASK_WORDS] = {0};
  masks[cpu / 64] = masks[MASK_WORDS + cpu / 64] = UINT64_C(1) << cpu % 64;
  long error = assay_set_affinity(masks, MASK_WORDS);
  if (error < 0) return error;
  assay_chase_build(memory, LINES, 64, 1);
  struct assay_moves moves = {.cpus = {cpu, cpu}, .masks = masks, .words = MASK_WORDS, .memory = memory, .lines = LINES,
                              .line_bytes = 64, .passes = 4};
  static uint64_t calls[MOST_MOVES], durations[MOST_MOVES * 4];
  return assay_move_and_walk(&moves, amount * 20, amount * 20, 0, calls, durations);
}

static int64_t piece(uint32_t amount) {
  static uint32_t own[32];
  assay_chase_build(memory, LINES, 64, 1);
  struct assay_pieces work = {.cell = memory, .chase_steps = 32, .words = memory, .word_count = LINES * 8,
                              .read_words = 64, .compute = 1, .between_meetings = 16, .own = own};
  struct assay_histogram latencies = histogram(cells);
  struct assay_pieces_done result;
  assay_work_in_pieces(&work, assay_now() + amount * (uint64_t)SHORTEST, &latencies, &result);
  return (int64_t)result.pieces;
}

static uint64_t turn;
static uint32_t bounces;

static void *answer(void *argument) {
  (void)argument;
  assay_bounce(ASSAY_BOUNCE_SWAP, &turn, 0, bounces, UINT64_C(10000000000));
  return NULL;
}

static int64_t bounce(uint32_t amount) {
  bounces = amount * 10;
  pthread_t thread;
  int error = pthread_create(&thread, NULL, answer, NULL);
  if (error != 0) return -error;
  assay_bounce(ASSAY_BOUNCE_SWAP, &turn, 1, bounces, UINT64_C(10000000000));
  pthread_join(thread, NULL);
  return bounces;
}

static int64_t stream(uint32_t amount) {
  assay_stream_function triad = assay_stream(ASSAY_TRIAD, ASSAY_ORDINARY, ASSAY_SCALAR);
  if (!triad) return -ENOSYS;
  for (uint32_t pass = 0; pass < amount * 10; pass++) triad(arrays[0], arrays[1], arrays[2], 3, 4096);
  return amount * 10;
}

static int64_t chase(uint32_t amount) {
  assay_chase_build(memory, LINES, 64, 1);
  const void *cell = memory;
  for (uint32_t pass = 0; pass < amount * 10; pass++) cell = assay_chase_follow(cell, LINES);
  return cell ? amount * 10 : -EFAULT;
}

enum { BLOCKS = 64, BLOCK_BYTES = 512, DEPTH = 8 };
static uint8_t blocks[DEPTH * BLOCK_BYTES] __attribute__((aligned(4096)));
static uint32_t acknowledged[BLOCKS], issued[BLOCKS];

// Reads and recorded writes of a file in memory.
static int64_t request(enum assay_io_engine engine, uint32_t reads_ring, uint32_t amount) {
  int file = memfd_create("blocks", MFD_CLOEXEC);
  if (file < 0 || ftruncate(file, BLOCKS * BLOCK_BYTES) < 0) return -(int64_t)errno;
  struct assay_histogram submit = histogram(cells), complete = histogram(more_cells);
  struct assay_histogram reads = histogram(cells), writes = histogram(more_cells);
  struct assay_io_result result = {.submit = &submit, .complete = &complete, .reads = &reads, .writes = &writes};
  struct assay_io_journal journal = {.acknowledged = acknowledged, .issued = issued, .seed = 1};
  uint64_t start = assay_now(), rounds[5] = {0};
  struct assay_io_job job = {.engine = engine, .descriptor = file, .blocks = BLOCKS, .block_bytes = BLOCK_BYTES,
                             .depth = engine == ASSAY_IO_SYNC ? 1 : DEPTH, .batch = 1, .reads_ring = reads_ring,
                             .random = 1, .write_percent = 50, .sync = ASSAY_IO_FDATASYNC, .sync_every = 16,
                             .start = start + SHORTEST, .end = start + SHORTEST + amount * (uint64_t)SHORTEST,
                             .round = SHORTEST / 5, .round_count = 5, .rounds = rounds, .memory = blocks,
                             .journal = &journal};
  long error = assay_io_run(&job, &result);
  close(file);
  return error < 0 ? error : (int64_t)(result.read_count + result.write_count);
}

enum { CODED_BLOCKS = 16, CODED_BYTES = 4096, PACKED_BYTES = 8192 };
static uint8_t plain[CODED_BLOCKS * CODED_BYTES], packed[CODED_BLOCKS * PACKED_BYTES], unpacked[CODED_BLOCKS * CODED_BYTES];

// Both ways over blocks of words that repeat, with or without a clock reading for each.
static int64_t compress(enum assay_codec codec, int level, int calls, uint32_t amount) {
  static struct assay_coded_block blocks[CODED_BLOCKS];
  for (size_t i = 0; i < sizeof plain; i++) plain[i] = (uint8_t)(i * i >> 7);
  for (size_t i = 0; i < CODED_BLOCKS; i++) {
    blocks[i] = (struct assay_coded_block){plain + i * CODED_BYTES, CODED_BYTES, packed + i * PACKED_BYTES, PACKED_BYTES, 0,
                                           unpacked + i * CODED_BYTES};
  }
  struct assay_coder *coder;
  long error = assay_make_coder(codec, level, NULL, 0, &coder);
  if (error < 0) return error;
  struct assay_histogram latencies = histogram(cells);
  uint64_t times[2];
  for (int direction = ASSAY_COMPRESS; direction <= ASSAY_DECOMPRESS && error == 0; direction++) {
    // More calls than zstd waits before it changes the size of a context.
    struct assay_coding coding = {coder, (enum assay_direction)direction, blocks, CODED_BLOCKS, amount * 40, 0};
    error = calls ? assay_time_blocks(&coding, &latencies) : assay_code_blocks(&coding, times);
  }
  assay_free_coder(coder);
  if (error < 0) return error;
  return assay_first_difference(blocks, CODED_BLOCKS) == CODED_BLOCKS ? amount * 40 : -EIO;
}

// Both ways between memory and a file in memory.
static int64_t move_pages(uint32_t amount) {
  int file = memfd_create("pages", MFD_CLOEXEC);
  if (file < 0) return -errno;
  struct assay_histogram latencies = histogram(cells);
  uint64_t times[2];
  long error = 0;
  for (int write = 1; write >= 0 && error == 0; write--) {
    struct assay_page_moves pages = {file, plain, CODED_BYTES, CODED_BLOCKS, amount * 40, write, 0};
    error = assay_move_pages(&pages, &latencies, times);
  }
  close(file);
  return error < 0 ? error : amount * 40;
}

int64_t run_loop(enum measuring_loop loop, uint32_t amount) {
  switch (loop) {
    case LOOP_CONTROL: return control(amount);
    case LOOP_WAKEUPS: return wake(amount);
    case LOOP_REQUESTS: return send(amount);
    case LOOP_PIPE: return exchange(ASSAY_SWITCH_PIPE, amount);
    case LOOP_FUTEX: return exchange(ASSAY_SWITCH_FUTEX, amount);
    case LOOP_EVENTFD: return exchange(ASSAY_SWITCH_EVENTFD, amount);
    case LOOP_SOCKET_MESSAGES: return message(ASSAY_TRANSPORT_SOCKET, amount);
    case LOOP_PIPE_MESSAGES: return message(ASSAY_TRANSPORT_PIPE, amount);
    case LOOP_CLOCK_GAPS: return watch(amount);
    case LOOP_MOVES: return move(amount);
    case LOOP_PIECES: return piece(amount);
    case LOOP_BOUNCE: return bounce(amount);
    case LOOP_STREAM: return stream(amount);
    case LOOP_CHASE: return chase(amount);
    case LOOP_LIBAIO: return request(ASSAY_IO_LIBAIO, 0, amount);
    case LOOP_LIBAIO_RING: return request(ASSAY_IO_LIBAIO, 1, amount);
    case LOOP_URING: return request(ASSAY_IO_URING, 0, amount);
    case LOOP_SYNC: return request(ASSAY_IO_SYNC, 0, amount);
    case LOOP_ZSTD: return compress(ASSAY_CODEC_ZSTD, 3, 0, amount);
    case LOOP_ZSTD_CALLS: return compress(ASSAY_CODEC_ZSTD, 3, 1, amount);
    case LOOP_LZ4: return compress(ASSAY_CODEC_LZ4, 1, 0, amount);
    case LOOP_PAGES: return move_pages(amount);
    case LOOP_LZ4HC_CALLS: return compress(ASSAY_CODEC_LZ4HC, 9, 1, amount);
  }
  return -EINVAL;
}
