extension TableSnapshots {
  /// The sections of the compression benchmark: memory, and what cannot be compressed.
  static let compression100 = """

    Compression: what each codec saves and costs
      Ratio: uncompressed over compressed bytes. Saved: 1 − 1/ratio. Compress, decompress: uncompressed
      bytes a second of one thread; p50 and p99: of a call for one block. Incompressible: blocks that do
      not get smaller. Unbeaten: no other choice has as good a ratio and as short a call (p50) and is
      better in one of them; "perhaps": another seems so, but the intervals overlap; "no" names the one
      that beats it beyond doubt. Dictionary: made of every second block, measured on the others; a
      choice with one beats only others with one.
      memory data, 4 KiB blocks
      codec                ratio   saved   compress  decompress  compress p50  decompress p50
      memcpy                1.00     0 %  5.86 GB/s   5.82 GB/s        701 ns          697 ns  ~
      lz4 fast 8            2.05  51.2 %   995 MB/s   3.17 GB/s       4.10 µs         1.30 µs  ~
      lz4                   2.42  58.7 %   615 MB/s   2.72 GB/s       6.75 µs         1.50 µs  ~
      lz4hc 9               2.71  63.1 %  92.7 MB/s   2.69 GB/s       43.8 µs         1.51 µs  ~
      zstd −5               2.30  56.5 %   434 MB/s   1.00 GB/s       9.50 µs         4.11 µs  ~
      zstd 1                3.04  67.1 %   262 MB/s    589 MB/s       15.7 µs         7.06 µs  ~
      zstd 1 + dictionary   3.61  72.3 %   289 MB/s    688 MB/s       14.2 µs         5.88 µs  ~
      zstd 3                3.16  68.4 %   185 MB/s    555 MB/s       22.0 µs         7.29 µs  ~
      zstd 9                3.21  68.8 %  46.2 MB/s    543 MB/s       88.6 µs         7.59 µs  ~
      zstd 19               3.28  69.5 %  4.32 MB/s    500 MB/s        934 µs         8.22 µs  ~
      zram-lzo-rle          2.38  58.0 %   518 MB/s   1.43 GB/s       7.90 µs         2.92 µs  ~
      memory data, 128 KiB blocks
      codec       ratio   saved   compress  decompress  compress p50  decompress p50
      memcpy       1.00     0 %  7.32 GB/s   7.27 GB/s       17.9 µs         17.8 µs  ~
      lz4 fast 8   2.31  56.8 %  1.25 GB/s   3.91 GB/s        105 µs         33.3 µs  ~
      lz4          2.78  64.0 %   767 MB/s   3.43 GB/s        173 µs         38.5 µs  ~
      lz4hc 9      3.14  68.1 %   115 MB/s   3.36 GB/s       1.13 ms         38.9 µs  ~
      zstd −5      2.63  61.9 %   539 MB/s   1.25 GB/s        243 µs          105 µs  ~
      zstd 1       3.55  71.8 %   330 MB/s    733 MB/s        399 µs          179 µs  ~
      zstd 3       3.70  73.0 %   233 MB/s    708 MB/s        568 µs          187 µs  ~
      zstd 9       3.76  73.4 %  58.5 MB/s    675 MB/s       2.25 ms          193 µs  ~
      zstd 19      3.85  74.0 %  5.45 MB/s    627 MB/s       24.1 ms          211 µs  ~
      random data, 4 KiB blocks
      codec                ratio     saved   compress  decompress  compress p50  decompress p50
      memcpy                1.00       0 %  5.85 GB/s   5.85 GB/s        696 ns          695 ns  ~
      lz4 fast 8           0.998  -0.200 %   996 MB/s   3.16 GB/s       4.12 µs         1.29 µs  ~
      lz4                  0.998  -0.200 %   615 MB/s   2.75 GB/s       6.70 µs         1.50 µs  ~
      lz4hc 9              0.998  -0.200 %  92.9 MB/s   2.68 GB/s       44.0 µs         1.52 µs  ~
      zstd −5              0.998  -0.200 %   432 MB/s    997 MB/s       9.52 µs         4.12 µs  ~
      zstd 1               0.998  -0.200 %   262 MB/s    590 MB/s       15.7 µs         7.04 µs  ~
      zstd 1 + dictionary  0.998  -0.200 %   289 MB/s    691 MB/s       14.2 µs         5.91 µs  ~
      zstd 3               0.998  -0.200 %   185 MB/s    561 MB/s       22.0 µs         7.30 µs  ~
      zstd 9               0.998  -0.200 %  46.4 MB/s    537 MB/s       87.8 µs         7.61 µs  ~
      zstd 19              0.998  -0.200 %  4.36 MB/s    496 MB/s        939 µs         8.09 µs  ~
      zram-lzo-rle         0.998  -0.200 %   518 MB/s   1.42 GB/s       7.85 µs         2.89 µs  ~
      → Of what is read back, memory data, 4 KiB blocks, choose among lz4 fast 8, lz4, lz4hc 9, zstd 1,
        zstd 1 + dictionary, zstd 3, zstd 9, zstd 19; 2 other choices take longer and save no more.

    Compression: what the data is like
      Zero, same-filled: shares of blocks that are all zero, or repeat one value: these need no codec.
      Ratio p10, p50, p90: of the single blocks, with the codec named.
      data    blocks     zero  same-filled  ratio p10  ratio p50  ratio p90    with       n
      memory  4 KiB    12.0 %       3.00 %       2.43       3.00       4.26  zstd 1  7 of 8  ~
      memory  128 KiB  12.0 %       3.00 %       2.78       3.50       5.08  zstd 1  7 of 8  ~
      random  4 KiB       0 %          0 %      0.998      0.998      0.998  zstd 1  7 of 8  ~
      → 12 % of the pages of memory data are zero: swap that knows them (zswap, zram) stores none of
        these.

    Tiers of memory: swap pages, hot, warm and cold
      Hot: the best ratio that decompresses each 4 KiB in at most 5 µs (p50) and 20 µs (p99), a small
      part of a read from flash, and compresses 125 MB/s, 30,000 pages a second; ✕: none does, the
      fastest. Warm: the best ratio that no other beats in ratio and decompression and that compresses
      as much. Cold: the best ratio, whatever it costs. Whole intervals keep the bounds. Of memcpy, of
      lz4: its throughput as a share of theirs, compressing and decompressing.
      4 KiB blocks
      data    tier  codec    ratio   saved   compress  decompress p50  decompress p99
      memory  hot   lz4       2.42  58.7 %   615 MB/s         1.50 µs         2.07 µs  ~
      memory  warm  zstd 3    3.16  68.4 %   185 MB/s         7.29 µs         10.0 µs  ~
      memory  cold  zstd 19   3.28  69.5 %  4.32 MB/s         8.22 µs         11.3 µs  ~
      random  hot   none         –       –          –               –               –
      random  warm  none         –       –          –               –               –
      random  cold  none         –       –          –               –               –
      → For swap (zswap, zram) of memory data take lz4: it saves 58.7 %, and a fault waits 1.50 µs (p50)
        for it; where little is read back, zstd 3 saves 68.4 % for 7.29 µs.

    Effective memory with cold pages compressed                                         higher is better
      How many times its size memory holds: 1 / (1 − c + c/ratio), with c the share of the data that is
      cold and compressed. What saves nothing is left out.
      memory data, 4 KiB blocks
      codec                ratio  10 % cold  30 % cold  50 % cold       n
      lz4 fast 8            2.05       1.05       1.18       1.34  7 of 8  ~
      lz4                   2.42       1.06       1.21       1.42  7 of 8  ~
      lz4hc 9               2.71       1.07       1.23       1.46  7 of 8  ~
      zstd −5               2.30       1.06       1.20       1.39  7 of 8  ~
      zstd 1                3.04       1.07       1.25       1.50  7 of 8  ~
      zstd 1 + dictionary   3.61       1.08       1.28       1.57  7 of 8  ~
      zstd 3                3.16       1.07       1.26       1.52  7 of 8  ~
      zstd 9                3.21       1.07       1.26       1.52  7 of 8  ~
      zstd 19               3.28       1.07       1.26       1.53  7 of 8  ~
      zram-lzo-rle          2.38       1.06       1.21       1.41  7 of 8  ~
      → With 30 % of memory data cold and compressed by zstd 19, 100 GiB hold as much as 126 GiB.

    Tiers of storage: hot, warm and cold
      Hot: the best ratio that decompresses each 4 KiB in at most 5 µs (p50) and 20 µs (p99), a small
      part of a read from flash, and compresses 125 MB/s, 30,000 pages a second; ✕: none does, the
      fastest. Warm: the best ratio that no other beats in ratio and decompression and that compresses
      as much. Cold: the best ratio, whatever it costs. Whole intervals keep the bounds. Of memcpy, of
      lz4: its throughput as a share of theirs, compressing and decompressing.
      128 KiB blocks
      data    tier  codec    ratio   saved   compress  decompress p50  decompress p99
      memory  hot   lz4       2.78  64.0 %   767 MB/s         38.5 µs         52.9 µs  ~
      memory  warm  zstd 3    3.70  73.0 %   233 MB/s          187 µs          255 µs  ~
      memory  cold  zstd 19   3.85  74.0 %  5.45 MB/s          211 µs          288 µs  ~
      → For storage of memory data, 128 KiB blocks, take lz4 where it is hot (64.0 % saved), zstd
        3 where it is warm (73.0 % saved), zstd 19 where it is cold (74.0 % saved).

    Live migration: on which links compressing pays                                     higher is better
      How many times as fast a stream is as without compression on links of these speeds; below 1 it is
      slower. Time with: max(size/throughput, size/(ratio·link)), without: size/link, so it pays below a
      link as fast as the throughput, and brings its whole ratio below throughput/ratio. Throughput: of
      one thread, the slower of compressing and decompressing; n threads on n free CPUs reach about n
      times as far.
      memory data, 128 KiB blocks
      codec       ratio   pays below  full gain below  1 Gbit/s  10 Gbit/s  25 Gbit/s  100 Gbit/s
      lz4 fast 8   2.31  10.0 Gbit/s      4.33 Gbit/s      2.31       1.00      0.400       0.100  ~
      lz4          2.78  6.13 Gbit/s      2.21 Gbit/s      2.78      0.613      0.245      0.0613  ~
      lz4hc 9      3.14   922 Mbit/s       294 Mbit/s     0.922     0.0922     0.0369     0.00922  ~
      zstd −5      2.63  4.31 Gbit/s      1.64 Gbit/s      2.63      0.431      0.172      0.0431  ~
      zstd 1       3.55  2.64 Gbit/s       744 Mbit/s      2.64      0.264      0.106      0.0264  ~
      zstd 3       3.70  1.86 Gbit/s       503 Mbit/s      1.86      0.186     0.0745      0.0186  ~
      zstd 9       3.76   468 Mbit/s       124 Mbit/s     0.468     0.0468     0.0187     0.00468  ~
      zstd 19      3.85  43.6 Mbit/s      11.3 Mbit/s    0.0436    0.00436    0.00174    0.000436  ~
      → For live migration of memory data take lz4 (2.78×) on 1 Gbit/s; on 10 Gbit/s and faster none
        pays.

    Advice from the web beside this host and this data
      Claims for a page of 4 KiB: share saved, in the time of a call (judged by p50 of compressing; they
      do not say which way). A part holds where the whole interval is as good as the claim or better,
      rounded as the claim is; it does not hold where the whole interval is worse; between, it is
      undecided. The claim holds where both parts do.
      codec   claimed        data       saved  compress p50         saving          claim
      zstd 1  85 % in 12 µs  memory    67.1 %       15.7 µs  does not hold  does not hold  ~
      zstd 1  85 % in 12 µs  random  -0.200 %       15.7 µs  does not hold  does not hold  ~
      zstd 3  92 % in 28 µs  memory    68.4 %       22.0 µs  does not hold  does not hold  ~
      zstd 3  92 % in 28 µs  random  -0.200 %       22.0 µs  does not hold  does not hold  ~
      → Beyond doubt the claims hold for zstd 1 (85 % in 12 µs) on none of 2 kinds of data, for zstd
        3 (92 % in 28 µs) on none of 2 kinds of data.

    Compression over threads                                                            higher is better
      Uncompressed bytes a second of all threads together; ×n: n threads, each with blocks of its own.
      memory data, 4 KiB blocks
      codec                compress ×1  compress ×2  decompress ×1  decompress ×2       n
      memcpy                 5.86 GB/s    11.3 GB/s      5.82 GB/s      11.3 GB/s  7 of 8  ~
      lz4 fast 8              995 MB/s    1.93 GB/s      3.17 GB/s      6.06 GB/s  7 of 8  ~
      lz4                     615 MB/s    1.19 GB/s      2.72 GB/s      5.23 GB/s  7 of 8  ~
      lz4hc 9                92.7 MB/s     179 MB/s      2.69 GB/s      5.20 GB/s  7 of 8  ~
      zstd −5                 434 MB/s     828 MB/s      1.00 GB/s      1.92 GB/s  7 of 8  ~
      zstd 1                  262 MB/s     509 MB/s       589 MB/s      1.12 GB/s  7 of 8  ~
      zstd 1 + dictionary     289 MB/s     554 MB/s       688 MB/s      1.33 GB/s  7 of 8  ~
      zstd 3                  185 MB/s     358 MB/s       555 MB/s      1.08 GB/s  7 of 8  ~
      zstd 9                 46.2 MB/s    89.4 MB/s       543 MB/s      1.04 GB/s  7 of 8  ~
      zstd 19                4.32 MB/s    8.27 MB/s       500 MB/s       957 MB/s  7 of 8  ~
      zram-lzo-rle            518 MB/s     998 MB/s      1.43 GB/s      2.71 GB/s  7 of 8  ~
      → zstd 19 compresses 8.27 MB/s with 2 threads, 1.92× as much as with 1.
    """
}
