/// What a Run looks like on a terminal, to the character.
enum TableSnapshots {
  static let twoCPUs80 = """
    node1: quick suite, 2026-11-23T11:11:21Z, 20 s of measuring
      CPU         Example EX-9000
      CPUs        2 CPUs on 2 cores in 1 package, 1 NUMA node
      Caches      L1 32 KiB a core · L2 1 MiB a core · L3 32 MiB for 2 CPUs
      Memory      64 GiB on one NUMA node
      Kernel      6.18.0-1-amd64, Debian GNU/Linux 12
      Hypervisor  KVM
      Huge pages  THP madvise

    Memory bandwidth                                                higher is better
      avx2, thp pages. Counted as STREAM counts; "on the bus" adds the lines that an
      ordinary store reads before it overwrites them.
      2 threads        bandwidth           range  spread  on the bus  n
      triad streaming  28.2 GB/s  28.0–28.5 GB/s   0.7 %   28.2 GB/s  5  ~
      copy streaming   28.1 GB/s  28.1–28.4 GB/s   0.5 %   28.1 GB/s  5  ~
      read             19.9 GB/s  19.7–20.0 GB/s   0.5 %   19.9 GB/s  5  ~
      triad ordinary   19.7 GB/s  19.6–19.9 GB/s   0.6 %   26.2 GB/s  5  ~
      copy ordinary    19.8 GB/s  19.7–19.9 GB/s   0.6 %   29.8 GB/s  5  ~
      1 thread         bandwidth           range  spread  on the bus  n
      triad streaming  20.0 GB/s  19.9–20.1 GB/s   0.5 %   20.0 GB/s  5  ~
      copy streaming   20.0 GB/s  19.9–20.1 GB/s   0.3 %   20.0 GB/s  5  ~
      read             14.0 GB/s  13.9–14.1 GB/s   0.8 %   14.0 GB/s  5  ~
      triad ordinary   14.1 GB/s  14.0–14.1 GB/s   0.2 %   18.7 GB/s  5  ~
      copy ordinary    13.9 GB/s  13.9–14.1 GB/s   0.5 %   20.9 GB/s  5  ~

    Memory latency                                                   lower is better
      One load that waits for the one before it, in random order. The last lines
      show the shape over working sets.
      level  pages  working set  latency         range  spread  n
      L1     4k          16 KiB  1.10 ns  1.09–1.11 ns   0.7 %  5  ~
      L1     thp         16 KiB  1.10 ns  1.09–1.11 ns   0.6 %  5  ~
      L2     4k         512 KiB  3.89 ns  3.86–3.92 ns   0.6 %  5  ~
      L2     thp        512 KiB  3.91 ns  3.86–3.93 ns   0.7 %  5  ~
      L3     4k          16 MiB  13.9 ns  13.9–14.1 ns   0.6 %  5  ~
      L3     thp         16 MiB  14.0 ns  13.9–14.1 ns   0.7 %  5  ~
      DRAM   4k         256 MiB   119 ns    119–120 ns   0.4 %  5  ~
      DRAM   thp        256 MiB   101 ns   99.3–101 ns   0.6 %  5  ~
      4k   8 KiB ▁▁▁▃▃▃▃▃▅▅▅▅▅▇██ 256 MiB
      thp  8 KiB ▁▁▁▃▃▃▃▃▅▅▅▅▅▇██ 256 MiB

    Memory latency under load                                        lower is better
      One thread's loads while other CPUs read at a share of their peak.
       load  others take  latency                          range  n
        0 %        0 B/s   100 ns  ██████▊           99.4–101 ns  5  ~
       25 %    7.03 GB/s   105 ns  ███████            103–105 ns  5  ~
       50 %    14.0 GB/s   112 ns  ███████▌           111–112 ns  5  ~
       75 %    21.2 GB/s   136 ns  █████████▏         134–136 ns  5  ~  ◂ knee
      100 %    24.0 GB/s   239 ns  ████████████████   238–242 ns  5  ~
      → Latency goes from 100 ns idle to 239 ns (2.4×) at full load; the knee is at
        21.2 GB/s, 136 ns: plan to stay below it.

    Not measured
      · memory.numa_matrix: one NUMA node

    Noise
      5 blocks: 4 valid, 1 suspect
      · memory.latency: 12 % of the CPUs used by others (limit 5 %)

    Warnings
      ! transparent huge pages were asked for and not given in full
        → compare /sys/kernel/mm/transparent_hugepage/enabled and free memory

      n       samples that count, each from a fresh process
      range   of the samples: with 5 of them it holds the true median in 94 % of all
              runs; an interval needs 6
      spread  standard deviation over mean
      ~       some samples come from suspect blocks: disturbed, but within the
              limits
    """

  static let eightNodes120 = """
    node1: quick suite, 2026-11-23T11:11:21Z, 40 s of measuring
      CPU         Example EX-9000
      CPUs        96 CPUs on 96 cores in 4 packages, 8 NUMA nodes
      Caches      L1 32 KiB a core · L2 1 MiB a core · L3 32 MiB for 12 CPUs
      Memory      512 GiB on 8 NUMA nodes
      Kernel      6.18.0-1-amd64, Debian GNU/Linux 12
      Hypervisor  KVM
      Huge pages  THP madvise

    Memory bandwidth                                                                                        higher is better
      avx2, thp pages. Counted as STREAM counts; "on the bus" adds the lines that an ordinary store reads before it
      overwrites them.
      96 threads       bandwidth  95 % interval  spread  on the bus        n
      triad streaming   196 GB/s   195–197 GB/s   0.4 %    196 GB/s  9 of 10
      copy streaming    197 GB/s   195–197 GB/s   0.6 %    197 GB/s  9 of 10
      read              137 GB/s   136–138 GB/s   0.6 %    137 GB/s  9 of 10
      triad ordinary    137 GB/s   137–138 GB/s   0.4 %    183 GB/s  9 of 10
      copy ordinary     138 GB/s   136–138 GB/s   0.6 %    206 GB/s  9 of 10
      1 thread         bandwidth   95 % interval  spread  on the bus        n
      triad streaming  19.9 GB/s  19.8–20.1 GB/s   0.6 %   19.9 GB/s  9 of 10
      copy streaming   19.9 GB/s  19.9–20.1 GB/s   0.6 %   19.9 GB/s  9 of 10
      read             14.1 GB/s  13.9–14.1 GB/s   0.6 %   14.1 GB/s  9 of 10
      triad ordinary   14.0 GB/s  13.9–14.1 GB/s   0.6 %   18.6 GB/s  9 of 10
      copy ordinary    14.0 GB/s  13.9–14.1 GB/s   0.6 %   20.9 GB/s  9 of 10

    Bandwidth over threads                                                                                  higher is better
      threads  copy streaming                 read            triad streaming
            1       19.9 GB/s  ▊         14.1 GB/s  ▉               19.9 GB/s  ▉
            4       39.9 GB/s  █▋        28.0 GB/s  █▋              39.9 GB/s  █▋
           16       80.2 GB/s  ███▎      55.9 GB/s  ███▎            79.9 GB/s  ███▎
           96        197 GB/s  ████████   137 GB/s  ████████         196 GB/s  ████████

    Between NUMA nodes: read                                                                                higher is better
      Rows: node of the CPUs. Columns: node of the memory.
      CPUs on      mem 0      mem 1      mem 2      mem 3      mem 4      mem 5      mem 6      mem 7
            0  40.2 GB/s  30.0 GB/s  18.1 GB/s  17.9 GB/s  18.1 GB/s  17.9 GB/s  18.0 GB/s  18.1 GB/s
            1  30.1 GB/s  39.9 GB/s  18.0 GB/s  17.9 GB/s  18.0 GB/s  18.0 GB/s  18.0 GB/s  18.0 GB/s
            2  17.9 GB/s  18.0 GB/s  40.1 GB/s  30.0 GB/s  17.9 GB/s  18.0 GB/s  18.1 GB/s  17.9 GB/s
            3  18.0 GB/s  18.0 GB/s  30.0 GB/s  40.1 GB/s  18.0 GB/s  18.0 GB/s  18.0 GB/s  18.0 GB/s
            4  18.0 GB/s  18.0 GB/s  17.9 GB/s  18.0 GB/s  40.0 GB/s  29.9 GB/s  18.1 GB/s  17.9 GB/s
            5  18.0 GB/s  18.0 GB/s  17.9 GB/s  18.0 GB/s  30.1 GB/s  40.0 GB/s  18.0 GB/s  17.9 GB/s
            6  18.0 GB/s  17.9 GB/s  18.1 GB/s  17.9 GB/s  18.0 GB/s  18.0 GB/s  39.9 GB/s  30.0 GB/s
            7  17.9 GB/s  17.9 GB/s  18.0 GB/s  18.0 GB/s  18.0 GB/s  18.0 GB/s  30.0 GB/s  40.1 GB/s

    Memory latency                                                                                           lower is better
      One load that waits for the one before it, in random order. The last lines show the shape over working sets.
      level  pages  working set  latency  95 % interval  spread        n
      L1     4k          16 KiB  1.09 ns   1.09–1.11 ns   0.6 %  9 of 10
      L1     thp         16 KiB  1.10 ns   1.09–1.11 ns   0.6 %  9 of 10
      L2     4k         512 KiB  3.90 ns   3.88–3.93 ns   0.6 %  9 of 10
      L2     thp        512 KiB  3.92 ns   3.90–3.93 ns   0.6 %  9 of 10
      L3     4k          16 MiB  14.0 ns   13.9–14.1 ns   0.6 %  9 of 10
      L3     thp         16 MiB  14.0 ns   13.9–14.1 ns   0.6 %  9 of 10
      DRAM   4k         256 MiB   119 ns     119–121 ns   0.6 %  9 of 10
      DRAM   thp        512 MiB   100 ns    99.5–101 ns   0.6 %  9 of 10
      4k   8 KiB ▁▁▁▃▃▃▃▃▅▅▅▅▅▇██ 256 MiB
      thp  8 KiB ▁▁▁▃▃▃▃▃▅▅▅▅▅▇███ 512 MiB

    Between NUMA nodes: latency                                                                              lower is better
      Rows: node of the CPUs. Columns: node of the memory.
      CPUs on   mem 0    mem 1   mem 2    mem 3   mem 4   mem 5   mem 6   mem 7
            0  100 ns   180 ns  180 ns   180 ns  181 ns  180 ns  180 ns  180 ns
            1  181 ns  99.9 ns  180 ns   180 ns  180 ns  180 ns  180 ns  180 ns
            2  180 ns   181 ns  100 ns   180 ns  180 ns  181 ns  179 ns  180 ns
            3  180 ns   179 ns  181 ns  99.7 ns  180 ns  180 ns  180 ns  180 ns
            4  180 ns   180 ns  180 ns   181 ns  100 ns  180 ns  180 ns  181 ns
            5  181 ns   179 ns  180 ns   180 ns  180 ns  100 ns  180 ns  180 ns
            6  179 ns   181 ns  181 ns   180 ns  179 ns  180 ns  100 ns  181 ns
            7  180 ns   181 ns  179 ns   180 ns  181 ns  180 ns  180 ns  100 ns

    Memory latency under load                                                                                lower is better
      One thread's loads while other CPUs read at a share of their peak.
       load  others take  latency                    95 % interval  spread        n
        0 %        0 B/s   100 ns  ██████▋             99.4–101 ns   0.6 %  9 of 10
       25 %    7.02 GB/s   104 ns  ██████▉              103–105 ns   0.6 %  9 of 10
       50 %    14.0 GB/s   112 ns  ███████▌             111–113 ns   0.7 %  9 of 10
       75 %    21.1 GB/s   136 ns  █████████            134–136 ns   0.7 %  9 of 10    ◂ knee
      100 %    24.0 GB/s   240 ns  ████████████████     239–242 ns   0.5 %  9 of 10
      → Latency goes from 100 ns idle to 240 ns (2.4×) at full load; the knee is at 21.1 GB/s, 136 ns: plan to stay below
        it.

    Noise
      10 blocks: 9 valid, 1 invalid
      · memory.latency: 12 % of the CPUs used by others (limit 10 %)

    Warnings
      ! transparent huge pages were asked for and not given in full
        → compare /sys/kernel/mm/transparent_hugepage/enabled and free memory

      n         samples that count, each from a fresh process
      interval  95 % bootstrap interval of the median
      spread    standard deviation over mean
    """
}
