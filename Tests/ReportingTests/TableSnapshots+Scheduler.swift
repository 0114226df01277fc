extension TableSnapshots {
  /// The sections of the scheduler benchmark: four CPUs on two nodes.
  static let scheduler100 = """

    Timer wake-up latency                                                                lower is better
      How late a thread on each CPU runs that sleeps to a deadline every 500 µs. Busy: threads that
      compete for each CPU. Missed: deadlines that passed before it ran. Awake: CPUs kept out of idle
      states.
      policy  busy  awake      p50      p99    p99.9      max  missed  p99 95 % interval       n
      other      0  no     60.2 µs  74.5 µs   120 µs   300 µs     0 %       74.3–75.4 µs  7 of 8  ~
      other      1  no     63.6 µs  2.96 ms  11.5 ms  46.4 ms  2.12 %       2.93–2.97 ms  7 of 8  ~
      fifo       0  no     57.5 µs  63.9 µs  81.2 µs   151 µs     0 %       63.0–64.6 µs  7 of 8  ~
      fifo       0  yes    2.99 µs  6.04 µs  15.1 µs  51.6 µs     0 %       6.03–6.05 µs  7 of 8  ~
      fifo       1  no     4.01 µs  9.03 µs  23.9 µs  83.5 µs     0 %       9.00–9.05 µs  7 of 8  ~
      → Beside 1 busy thread on each CPU, p99 is 2.96 ms under SCHED_OTHER and 9.03 µs under SCHED_FIFO
        (328× less): give what must wake on time SCHED_FIFO, or CPUs of its own.

    Requests
      Workers sleep until a request comes, and work on it for a fixed time. Load: per cent of the
      closed-loop peak, at random arrivals; latency counts from when a request was due, queueing
      included.
      workers  load           rate  wake-up p50  wake-up p99  request p50  request p99
      free     10 %    5.19 k op/s      8.01 µs      14.0 µs      45.1 µs      56.8 µs  ~
      free     50 %    25.8 k op/s      8.00 µs      14.1 µs      49.0 µs      71.2 µs  ~
      free     75 %    39.0 k op/s      7.97 µs      14.0 µs      56.7 µs       104 µs  ~
      free     90 %    46.9 k op/s      8.06 µs      14.1 µs      73.2 µs       196 µs  ~
      free     95 %    49.6 k op/s      8.01 µs      13.9 µs      89.7 µs       316 µs  ~
      free     closed  52.1 k op/s      8.02 µs      14.1 µs       139 µs       841 µs  ~
      pinned   10 %    5.22 k op/s      8.00 µs      14.0 µs      46.2 µs      58.5 µs  ~
      pinned   50 %    26.1 k op/s      7.89 µs      14.0 µs      50.3 µs      72.6 µs  ~
      pinned   75 %    39.0 k op/s      7.99 µs      14.0 µs      58.5 µs       107 µs  ~
      pinned   90 %    46.8 k op/s      8.01 µs      14.0 µs      75.2 µs       201 µs  ~
      pinned   95 %    49.9 k op/s      7.88 µs      14.0 µs      92.4 µs       322 µs  ~
      pinned   closed  52.2 k op/s      8.02 µs      13.9 µs       144 µs       868 µs  ~
      → At 90 % load p99 is 196 µs, more than twice the 56.8 µs at 10 %: plan for 75 % of the peak
        (39.0 k op/s) or less.

    Switches                                                                             lower is better
      One way: from waking the other party until it runs, half of a round trip. Columns: how near the
      two CPUs are; free: the scheduler places both.
                           same CPU  same cache  other node
      pipe, threads       1.10 µs ~   3.41 µs ~   6.20 µs ~
      pipe, processes     1.32 µs ~   4.10 µs ~   7.43 µs ~
      futex, threads      1.10 µs ~   3.38 µs ~   6.16 µs ~
      futex, processes    1.32 µs ~   4.08 µs ~   7.46 µs ~
      eventfd, threads    1.09 µs ~   3.41 µs ~   6.17 µs ~
      eventfd, processes  1.32 µs ~   4.07 µs ~   7.45 µs ~
      yield, threads       438 ns ~           –           –
      yield, processes     529 ns ~           –           –
      → Waking a thread by futex takes 1.10 µs one way (same CPU) to 6.16 µs (other node, 5.61×): place
        parties that wake each other often accordingly.

    Core to core                                                                         lower is better
      One way of a cache line that two CPUs write in turn, half of a round trip; for each class of pairs
      the median of its pairs.
      pair        load and store  compare-and-swap  load and store 95 % interval       n
      same cache         28.9 ns           37.8 ns                  28.6–29.3 ns  7 of 8  ~
      other node          119 ns            155 ns                    117–120 ns  7 of 8  ~
      Every pair of CPUs, by load and store
      CPU          0          1          2          3
        0          –  29.0 ns ~   119 ns ~   117 ns ~
        1  29.0 ns ~          –   118 ns ~   118 ns ~
        2   119 ns ~   118 ns ~          –  29.1 ns ~
        3   117 ns ~   118 ns ~  29.1 ns ~          –
      → A line takes 28.9 ns (same cache) to 119 ns (other node, 4.13×): keep threads that write shared
        data near each other.

    Messaging                                                                           higher is better
      Messages of 100 bytes a second, all groups together; in each group every sender writes to as many
      receivers, as hackbench does. Here 4 groups of 10 senders.
      transport  between       messages     95 % interval  spread       n
      socket     threads    1.09 M op/s  1.09–1.11 M op/s   1.3 %  7 of 8  ~
      socket     processes  1.09 M op/s  1.08–1.10 M op/s   1.1 %  7 of 8  ~
      pipe       threads    1.60 M op/s  1.59–1.61 M op/s   1.0 %  7 of 8  ~
      pipe       processes  1.59 M op/s  1.58–1.61 M op/s   1.1 %  7 of 8  ~
      → With 4 × 10 senders (processes), pipes pass on 1.46× the messages of sockets.

    Interruptions                                                                        lower is better
      A thread on each CPU only reads the clock; gaps longer than 2 µs are time that something else
      took: interrupts, other threads, the hypervisor. Rates are for each CPU.
      All CPUs
      what                 value   95 % interval  spread       n
      time lost          0.318 %   0.309–0.323 %   2.5 %  7 of 8  ~
      hypervisor         0.793 %   0.788–0.802 %   3.2 %  7 of 8  ~
      gaps              422 op/s    410–425 op/s   1.9 %  7 of 8  ~
      gap p50            4.03 µs    4.01–4.08 µs   1.0 %  7 of 8  ~
      gap p99            94.1 µs    93.3–95.0 µs   1.2 %  7 of 8  ~
      gap p99.9           363 µs      362–364 µs   0.6 %  7 of 8  ~
      longest gap        1.44 ms    1.43–1.44 ms   0.7 %  7 of 8  ~
      interrupts        335 op/s    330–343 op/s   4.0 %  7 of 8  ~
      · LOC             248 op/s    244–249 op/s   2.9 %  7 of 8  ~
      · node1.example  61.8 op/s  61.0–63.8 op/s   2.8 %  7 of 8  ~
      softirqs, TIMER   119 op/s    118–120 op/s   1.5 %  7 of 8  ~
      Each CPU
      CPU  time lost  longest gap  interrupts    put off  time lost 95 % interval       n
        0    0.201 %      1.40 ms    334 op/s  12.1 op/s            0.197–0.204 %  7 of 8  ~
        1     1.95 %      1.39 ms    341 op/s  12.2 op/s              1.93–1.98 %  7 of 8  ~
        2    0.195 %      1.41 ms    336 op/s  12.0 op/s            0.194–0.205 %  7 of 8  ~
        3    0.204 %      1.38 ms    330 op/s  12.3 op/s            0.200–0.204 %  7 of 8  ~
      → Something else takes 0.318 % of the CPUs' time, and up to 1.44 ms at once; CPU 1 loses most
        (1.95 %): keep it free of what must not wait.

    Migration cost                                                                       lower is better
      Time that a thread with a warm working set loses after it is moved, until it is as fast as before.
      Same CPU: a call that moves nothing, what the measurement itself costs. The call:
      sched_setaffinity.
                                L1, 24 KiB  L2, 1 MiB  L3, 4 MiB   the call
      same CPU, from 0, to 0     99.3 ns ~          –          –  3.10 µs ~
      same cache, from 0, to 1   2.01 µs ~  40.0 µs ~   181 µs ~  3.09 µs ~
      same cache, from 1, to 0   2.10 µs ~  44.2 µs ~   187 µs ~          –
      other node, from 0, to 2   5.20 µs ~   104 µs ~   458 µs ~  3.12 µs ~
      → With 4 MiB in use, a move costs 181 µs (same cache) to 458 µs (other node): keep threads with
        warm data where their caches are.

    Placement                                                                           higher is better
      As many workers as cores in use (4), each with memory of its own, that meet in pairs. Effect: work
      against none (the scheduler decides), from samples of the same block.
      policy              work  piece p50  piece p99  effect   95 % interval       n
      none         3.04 M op/s    31.1 µs    46.5 µs                          7 of 8  ~
      per CPU      2.21 M op/s    31.1 µs    46.5 µs   −27 %    −29 to −25 %  7 of 8  ~
      per core     3.49 M op/s    30.7 µs    46.5 µs   +15 %    +10 to +18 %  7 of 8  ~
      interleaved  3.11 M op/s    30.9 µs    46.8 µs  +2.6 %  −1.7 to +4.8 %  7 of 8  ~
      → Placed per core, the workers do +15 % (+10 to +18 %) against none: place such work so.
    """
}
