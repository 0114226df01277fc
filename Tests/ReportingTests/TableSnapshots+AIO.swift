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
          2  18.3 k IOPS   110 µs   163 µs  7.72 µs  2.01    18.3–18.4 k IOPS  7 of 8  ~
          4  29.8 k IOPS   134 µs   201 µs  6.74 µs  3.97    29.6–30.0 k IOPS  7 of 8  ~
          8  43.8 k IOPS   182 µs   275 µs  6.26 µs  7.96    43.2–44.2 k IOPS  7 of 8  ~
         16  57.2 k IOPS   280 µs   420 µs  5.94 µs  16.0    56.4–57.2 k IOPS  7 of 8  ~
         32  66.9 k IOPS   475 µs   716 µs  5.84 µs  32.1    66.6–67.5 k IOPS  7 of 8  ~
         64  73.3 k IOPS   866 µs  1.30 ms  5.75 µs  64.2    73.1–73.8 k IOPS  7 of 8  ~
        128  77.9 k IOPS  1.64 ms  2.48 ms  5.71 µs   128    77.6–78.2 k IOPS  7 of 8  ~
      io_uring, random read, 4 KiB blocks, 1 job
      depth         rate      p50      p99   CPU/op   held  rate 95 % interval       n
          1  10.9 k IOPS  92.7 µs   139 µs  9.19 µs  0.999    10.8–10.9 k IOPS  7 of 8  ~
          8  46.2 k IOPS   174 µs   260 µs  5.62 µs   8.00    45.8–46.6 k IOPS  7 of 8  ~
         32  70.6 k IOPS   450 µs   665 µs  5.24 µs   31.9    70.1–71.3 k IOPS  7 of 8  ~
        128  83.0 k IOPS  1.56 ms  2.34 ms  5.17 µs    129    82.2–83.2 k IOPS  7 of 8  ~
      libaio, random read, 4 KiB blocks, 2 jobs
      depth         rate      p50      p99   CPU/op  held  rate 95 % interval       n
          1  18.2 k IOPS   108 µs   164 µs  9.67 µs  2.00    17.9–18.4 k IOPS  7 of 8  ~
          8  57.2 k IOPS   280 µs   421 µs  6.20 µs  16.1    57.1–57.5 k IOPS  7 of 8  ~
         32  73.6 k IOPS   866 µs  1.29 ms  5.84 µs  63.6    73.0–74.6 k IOPS  7 of 8  ~
        128  79.4 k IOPS  2.55 ms  3.82 ms  5.71 µs   205    78.8–80.5 k IOPS  7 of 8  †~
      → libaio, 1 job: depth 128 is the deepest measured, and the rate still rises (77.9 k IOPS): deeper
        may bring more.

    Highest I/O rate under a latency limit                                              higher is better
      The highest rate that keeps p99 under the limit, and the depth at which it was found.
      libaio, random read, 4 KiB blocks, 1 job
      p99 limit         rate     95 % interval  spread  at depth       n
      500 µs     49.4 k IOPS  49.4–49.9 k IOPS   1.3 %        12  7 of 8  ~
      1 ms       62.5 k IOPS  62.2–63.0 k IOPS   0.7 %        24  7 of 8  ~
      → To keep p99 under 500 µs, plan for 49.4 k IOPS (libaio at depth 12) or less.

    I/O engines at the same load
      libaio submits to the kernel's queue for asynchronous I/O, io_uring to a ring that it shares with
      the kernel, sync calls pread and pwrite and waits. ±: against libaio, from samples of the same
      block.
      random read, 4 KiB blocks, 1 job
      depth  engine           rate      p99   CPU/op   held  rate 95 % interval  rate ±       n
          1  libaio    10.2 k IOPS   145 µs  9.81 µs   1.00    10.2–10.3 k IOPS          7 of 8  ~
          1  io_uring  10.9 k IOPS   139 µs  9.19 µs  0.999    10.8–10.9 k IOPS  +6.3 %  7 of 8  ~
          1  sync      10.7 k IOPS   141 µs  8.84 µs   1.00    10.6–10.7 k IOPS  +4.2 %  7 of 8  ~
          8  libaio    43.8 k IOPS   275 µs  6.26 µs   7.96    43.2–44.2 k IOPS          7 of 8  ~
          8  io_uring  46.2 k IOPS   260 µs  5.62 µs   8.00    45.8–46.6 k IOPS  +5.9 %  7 of 8  ~
         32  libaio    66.9 k IOPS   716 µs  5.84 µs   32.1    66.6–67.5 k IOPS          7 of 8  ~
         32  io_uring  70.6 k IOPS   665 µs  5.24 µs   31.9    70.1–71.3 k IOPS  +5.4 %  7 of 8  ~
        128  libaio    77.9 k IOPS  2.48 ms  5.71 µs    128    77.6–78.2 k IOPS          7 of 8  ~
        128  io_uring  83.0 k IOPS  2.34 ms  5.17 µs    129    82.2–83.2 k IOPS  +6.2 %  7 of 8  ~
      → At depth 128 io_uring does 1.06× the rate of libaio (83.0 k IOPS); io_uring takes 5.17 µs CPU an
        operation, libaio 5.71 µs (1.11×).

    I/O batching: rate against CPU time
      Batch: requests that go out with one system call. Reaped from the ring: completions are read in
      user space, without a call. ±: against the first row of the same load.
      libaio, random read, 4 KiB blocks, 1 job, depth 32
      batch  reaped by           rate   CPU/op  switches/op  rate 95 % interval  rate ±  CPU ±
          1  system call  66.9 k IOPS  5.84 µs       0.0312    66.6–67.5 k IOPS                 ~
          1  ring         67.0 k IOPS  5.19 µs       0.0315    66.6–68.1 k IOPS  −0.1 %  −11 %  ~
          8  system call  63.7 k IOPS  4.61 µs       0.0310    63.6–64.2 k IOPS  −4.8 %  −21 %  ~
         32  system call  57.9 k IOPS  4.18 µs       0.0312    57.8–58.0 k IOPS   −14 %  −28 %  ~
         32  ring         58.2 k IOPS  3.91 µs       0.0314    57.4–58.6 k IOPS   −13 %  −33 %  ~
      → Batches of 32, reaped from the ring: an operation takes 3.91 µs of CPU time instead of 5.84 µs
        (1.49× less); the rate changes by −13 %.

    Sequential I/O bandwidth                                                            higher is better
      Bytes a second of all jobs, each through its own stretch from start to end.
      libaio, 1 job
      access            block    depth  bandwidth      p99   CPU/op  bandwidth 95 % interval       n
      sequential read   128 KiB      8  1.26 GB/s  1.25 ms  30.7 µs           1.25–1.27 GB/s  7 of 8  ~
      sequential read   1 MiB        8  1.36 GB/s  9.08 ms  31.0 µs           1.36–1.38 GB/s  7 of 8  ~
      sequential write  128 KiB      8   667 MB/s  2.36 ms  30.9 µs             665–672 MB/s  7 of 8  ~
      sequential write  1 MiB        8   726 MB/s  17.4 ms  31.2 µs             720–735 MB/s  7 of 8  ~
      → Reads reach 1.36 GB/s (1 MiB blocks, depth 8), writes reach 726 MB/s (1 MiB blocks, depth 8).

    Writes, mixes and what durability costs
      Rate: operations a second of all jobs, reads and writes together. Sync: what makes writes durable
      (fsync, fdatasync, or files opened with O_DSYNC); none leaves it to the device's cache.
      libaio, 4 KiB blocks, 1 job
      access        reads  depth         rate  read p99  write p99   CPU/op  rate 95 % interval
      random mix    70 %      32  54.7 k IOPS    873 µs     865 µs  6.28 µs    54.5–55.3 k IOPS  ~
      random write  –         32  40.9 k IOPS         –    1.56 ms  6.40 µs    40.9–41.5 k IOPS  ~
      libaio, 4 KiB blocks, 1 job, stamped and read back
      access        depth         rate  write p99   CPU/op  held  rate 95 % interval       n
      random write     16  20.9 k IOPS    1.14 ms  9.03 µs  16.0    20.7–21.1 k IOPS  7 of 8  ~
      libaio, random write, 4 KiB blocks, 1 job, depth 1
      sync              rate  write p50  write p99   CPU/op   held  rate 95 % interval       n
      none       10.9 k IOPS    91.0 µs     295 µs  11.0 µs  0.999    10.9–11.0 k IOPS  7 of 8  ~
      O_DSYNC    1.90 k IOPS     523 µs    1.71 ms  11.1 µs  0.995    1.89–1.93 k IOPS  7 of 8  ~
      fdatasync  1.24 k IOPS     806 µs    2.62 ms  10.9 µs   1.00    1.23–1.24 k IOPS  7 of 8  ~
      fsync         842 IOPS    1.19 ms    3.88 ms  11.0 µs   1.00        836–847 IOPS  7 of 8  ~
      → With fsync 10.9 k IOPS become 842 IOPS (13.0× less): group what must be durable into fewer,
        larger writes.

    I/O latency at a given rate
      Requests are due at random times at the rate asked for; latency counts from when a request was
      due, waiting for its turn included. Depth is only a limit here.
      libaio, random read, 4 KiB blocks, 1 job, depth 128
      asked for           rate      p50      p99    p99.9      max  p99 95 % interval       n
      5.00 k IOPS  5.01 k IOPS  89.5 µs   101 µs   134 µs   268 µs         101–102 µs  7 of 8  ~
      20.0 k IOPS  20.0 k IOPS  90.2 µs   112 µs   180 µs   453 µs         112–113 µs  7 of 8  ~
      40.0 k IOPS  40.1 k IOPS  89.4 µs   179 µs   451 µs  1.53 ms         179–181 µs  7 of 8  ~
      60.0 k IOPS  60.3 k IOPS  89.9 µs   992 µs  3.69 ms  14.5 ms     984 µs–1.00 ms  7 of 8  ~
      90.0 k IOPS  76.6 k IOPS  90.7 µs  90.3 ms   360 ms   1.44 s       89.5–90.9 ms  7 of 8  ~
      → The storage keeps up with 60.0 k IOPS (p99 992 µs); asked for 90.0 k IOPS it does 76.6 k IOPS,
        and requests queue.

    I/O from each NUMA node
      The same load, submitted and reaped by the CPUs of one node at a time.
      libaio, random read, 4 KiB blocks, 1 job, device at node 0
      depth  CPU node         rate      p50     p99   CPU/op   held  rate 95 % interval       n
          1         0  10.3 k IOPS  97.8 µs  147 µs  6.01 µs  0.998    10.1–10.4 k IOPS  7 of 8  ~
          1         1  9.33 k IOPS   107 µs  162 µs  6.62 µs   1.00    9.24–9.43 k IOPS  7 of 8  ~
         32         0  67.3 k IOPS   476 µs  712 µs  6.03 µs   32.3    66.8–67.6 k IOPS  7 of 8  ~
         32         1  61.6 k IOPS   524 µs  779 µs  6.58 µs   31.8    60.9–61.8 k IOPS  7 of 8  ~
      → At depth 1 an operation takes 97.8 µs (p50) from node 0 and 107 µs (1.09×) from node 1, the
        device is at node 0: submit from node 0.
    """
}
