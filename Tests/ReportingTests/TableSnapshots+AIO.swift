extension TableSnapshots {
  /// The sections of the AIO benchmark: a disk that serves requests side by side.
  static let aio100 = """

    I/O depth: what it brings and costs
      Rate: operations a second of all jobs. p50 and p99: from submit to completion. CPU/op: processor
      time an operation. Held: rate × mean latency, what really was in flight; asked for: depth × jobs.
      With O_DIRECT unless said otherwise.
      libaio, random read, 4 KiB blocks, 1 job
      depth         rate      p50      p99   CPU/op  held  rate 95 % interval       n
          1  10.2 k IOPS  98.0 µs   145 µs  9.81 µs  1.00    10.2–10.3 k IOPS  7 of 8  ~
          2  18.3 k IOPS   109 µs   166 µs  7.73 µs  1.99    18.2–18.5 k IOPS  7 of 8  ~
          4  30.0 k IOPS   135 µs   200 µs  6.68 µs  4.01    29.9–30.1 k IOPS  7 of 8  ~
          8  44.3 k IOPS   182 µs   274 µs  6.20 µs  7.96    43.9–44.6 k IOPS  7 of 8  ~
         16  57.3 k IOPS   282 µs   418 µs  5.92 µs  16.0    56.9–57.5 k IOPS  7 of 8  ~
         32  67.1 k IOPS   478 µs   712 µs  5.82 µs  32.1    66.6–68.2 k IOPS  7 of 8  ~
         64  73.7 k IOPS   860 µs  1.30 ms  5.74 µs  64.4    73.5–74.1 k IOPS  7 of 8  ~
        128  77.6 k IOPS  1.64 ms  2.48 ms  5.73 µs   128    77.2–78.3 k IOPS  7 of 8  ~
      io_uring, random read, 4 KiB blocks, 1 job
      depth         rate      p50      p99   CPU/op   held  rate 95 % interval       n
          1  10.8 k IOPS  92.1 µs   138 µs  9.04 µs  0.996         10.8 k IOPS  7 of 8  ~
          8  46.4 k IOPS   172 µs   260 µs  5.59 µs   8.06    46.2–46.7 k IOPS  7 of 8  ~
         32  71.4 k IOPS   447 µs   671 µs  5.22 µs   31.9    70.4–71.9 k IOPS  7 of 8  ~
        128  82.5 k IOPS  1.56 ms  2.32 ms  5.10 µs    127    81.8–82.9 k IOPS  7 of 8  ~
      libaio, random read, 4 KiB blocks, 2 jobs
      depth         rate      p50      p99   CPU/op  held  rate 95 % interval       n
          1  18.2 k IOPS   110 µs   165 µs  9.64 µs  2.00    18.1–18.3 k IOPS  7 of 8  ~
          8  56.3 k IOPS   279 µs   420 µs  6.26 µs  16.0    56.1–57.4 k IOPS  7 of 8  ~
         32  73.8 k IOPS   862 µs  1.30 ms  5.80 µs  64.4    73.7–74.0 k IOPS  7 of 8  ~
        128  80.3 k IOPS  2.58 ms  3.84 ms  5.76 µs   205    79.6–80.7 k IOPS  7 of 8  †~
      → libaio, 1 job: depth 64 gives 73.7 k IOPS, 95 % of the highest rate; up to depth 128 only p99
        rises, from 1.30 ms to 2.48 ms (1.90×).

    Highest I/O rate under a latency limit                                              higher is better
      The highest rate that keeps p99 under the limit, and the depth at which it was found.
      libaio, random read, 4 KiB blocks, 1 job
      p99 limit         rate     95 % interval  spread  at depth       n
      500 µs     49.4 k IOPS  49.0–49.6 k IOPS   0.7 %        12  7 of 8  ~
      1 ms       62.2 k IOPS  61.8–62.4 k IOPS   0.8 %        24  7 of 8  ~
      → To keep p99 under 500 µs, plan for 49.4 k IOPS (libaio at depth 12) or less.

    I/O engines at the same load
      libaio submits to the kernel's queue for asynchronous I/O, io_uring to a ring that it shares with
      the kernel, sync calls pread and pwrite and waits. ±: against libaio, from samples of the same
      block.
      random read, 4 KiB blocks, 1 job
      depth  engine           rate      p99   CPU/op  rate 95 % interval  rate ±       n
          1  libaio    10.2 k IOPS   145 µs  9.81 µs    10.2–10.3 k IOPS          7 of 8  ~
          1  io_uring  10.8 k IOPS   138 µs  9.04 µs         10.8 k IOPS  +5.8 %  7 of 8  ~
          1  sync      10.7 k IOPS   139 µs  8.93 µs    10.6–10.8 k IOPS  +4.4 %  7 of 8  ~
          8  libaio    44.3 k IOPS   274 µs  6.20 µs    43.9–44.6 k IOPS          7 of 8  ~
          8  io_uring  46.4 k IOPS   260 µs  5.59 µs    46.2–46.7 k IOPS  +4.9 %  7 of 8  ~
         32  libaio    67.1 k IOPS   712 µs  5.82 µs    66.6–68.2 k IOPS          7 of 8  ~
         32  io_uring  71.4 k IOPS   671 µs  5.22 µs    70.4–71.9 k IOPS  +5.9 %  7 of 8  ~
        128  libaio    77.6 k IOPS  2.48 ms  5.73 µs    77.2–78.3 k IOPS          7 of 8  ~
        128  io_uring  82.5 k IOPS  2.32 ms  5.10 µs    81.8–82.9 k IOPS  +6.0 %  7 of 8  ~
      → At depth 128 io_uring does 1.06× the rate of libaio (82.5 k IOPS); io_uring takes 5.10 µs CPU an
        operation, libaio 5.73 µs (1.12×).

    I/O batching: rate against CPU time
      Batch: requests that go out with one system call. Reaped from the ring: completions are read in
      user space, without a call. ±: against the first row of the same load.
      libaio, random read, 4 KiB blocks, 1 job, depth 32
      batch  reaped by           rate   CPU/op  switches/op  rate 95 % interval  rate ±  CPU ±
          1  system call  67.1 k IOPS  5.82 µs       0.0315    66.6–68.2 k IOPS                 ~
          1  ring         67.9 k IOPS  5.21 µs       0.0311    66.4–68.3 k IOPS  +0.3 %  −11 %  ~
          8  system call  63.3 k IOPS  4.57 µs       0.0314    63.0–64.0 k IOPS  −5.6 %  −21 %  ~
         32  system call  57.8 k IOPS  4.20 µs       0.0314    57.4–58.1 k IOPS   −14 %  −28 %  ~
         32  ring         57.9 k IOPS  3.90 µs       0.0313    57.6–58.2 k IOPS   −14 %  −33 %  ~
      → Batches of 32, reaped from the ring: an operation takes 3.90 µs of CPU time instead of 5.82 µs
        (1.49× less); the rate changes by −14 %.

    Sequential I/O bandwidth                                                            higher is better
      Bytes a second of all jobs, each through its own stretch from start to end.
      libaio, 1 job
      access            block    depth  bandwidth      p99   CPU/op  bandwidth 95 % interval       n
      sequential read   128 KiB      8  1.25 GB/s  1.25 ms  31.1 µs           1.25–1.27 GB/s  7 of 8  ~
      sequential read   1 MiB        8  1.37 GB/s  9.21 ms  31.1 µs           1.36–1.38 GB/s  7 of 8  ~
      sequential write  128 KiB      8   671 MB/s  2.35 ms  31.0 µs             667–673 MB/s  7 of 8  ~
      sequential write  1 MiB        8   718 MB/s  17.3 ms  30.9 µs             715–723 MB/s  7 of 8  ~
      → Reads reach 1.37 GB/s (1 MiB blocks, depth 8), writes reach 718 MB/s (1 MiB blocks, depth 8).

    Writes, mixes and what durability costs
      Rate: operations a second of all jobs, reads and writes together. Sync: what makes writes durable
      (fsync, fdatasync, or files opened with O_DSYNC); none leaves it to the device's cache.
      libaio, 4 KiB blocks, 1 job
      access        reads  depth         rate  read p99  write p99   CPU/op  held  rate 95 % interval
      random mix    70 %      32  54.7 k IOPS    875 µs     870 µs  6.19 µs  32.2    54.4–54.9 k IOPS  ~
      random write  –         32  41.0 k IOPS         –    1.55 ms  6.42 µs  32.2    41.0–41.2 k IOPS  ~
      libaio, random write, 4 KiB blocks, 1 job, depth 1
      sync              rate  write p50  write p99   CPU/op   held  rate 95 % interval       n
      none       11.1 k IOPS    91.3 µs     294 µs  10.9 µs   1.00    11.0–11.3 k IOPS  7 of 8  ~
      O_DSYNC    1.90 k IOPS     529 µs    1.71 ms  11.0 µs   1.01    1.88–1.92 k IOPS  7 of 8  ~
      fdatasync  1.24 k IOPS     807 µs    2.60 ms  10.9 µs  0.999    1.22–1.24 k IOPS  7 of 8  ~
      fsync         836 IOPS    1.20 ms    3.86 ms  11.0 µs   1.00        831–849 IOPS  7 of 8  ~
      → With fsync 11.1 k IOPS become 836 IOPS (13.2× less): group what must be durable into fewer,
        larger writes.

    I/O latency at a given rate
      Requests are due at random times at the rate asked for; latency counts from when a request was
      due, waiting for its turn included. Depth is only a limit here.
      libaio, random read, 4 KiB blocks, 1 job, depth 128
      asked for           rate      p50      p99    p99.9      max  p99 95 % interval       n
      5.00 k IOPS  5.01 k IOPS  90.1 µs   101 µs   135 µs   271 µs        99.3–101 µs  7 of 8  ~
      20.0 k IOPS  19.9 k IOPS  89.7 µs   113 µs   180 µs   448 µs         111–114 µs  7 of 8  ~
      40.0 k IOPS  40.2 k IOPS  89.6 µs   181 µs   448 µs  1.53 ms         180–181 µs  7 of 8  ~
      60.0 k IOPS  60.3 k IOPS  89.9 µs   987 µs  3.70 ms  14.4 ms         982–989 µs  7 of 8  ~
      90.0 k IOPS  76.1 k IOPS  90.0 µs  90.5 ms   360 ms   1.45 s       89.5–91.2 ms  7 of 8  ~
      → The storage keeps up with 60.0 k IOPS (p99 987 µs); asked for 90.0 k IOPS it does 76.1 k IOPS,
        and requests queue.
    """
}
