#!/usr/bin/env python3
"""Assay's memory figures beside those of likwid-bench, mbw, stress-ng and an independent pointer chase.

Every figure comes from a fresh process with a measuring window of the same length; see pairs.py for how they are
paired. Bandwidth counts as STREAM counts; higher is better. Latency: lower is better, a ratio of 1 is agreement.
"""
import pathlib, re, subprocess

from pairs import PeerFailed, arguments, compare, header, machine, metrics, number, output, work

options = arguments(__doc__, window=0.5)
host, cpus, first_cpu, count = machine(options.assay)
topology = host["topology"]
last = max(c["level"] for c in topology["caches"])
cache = max(c["bytes"] or 0 for c in topology["caches"] if c["level"] == last)
array = 4 * sum(c["bytes"] or 0 for c in topology["caches"] if c["level"] == last)


def assay(*words):
    def measure():
        (metric,) = metrics(options.assay, "memory", *words, "--duration", options.window)
        return metric["samples"][-1]["value"]
    return measure


def bandwidth(kernel, store, threads):
    return assay("--part", "bandwidth", "--kernel", kernel, "--store", store, "--threads", threads,
                 "--array-size", array)


def likwid(kernel, threads, arrays):
    def measure():
        text = output(["likwid-bench", "-t", kernel, "-w", f"S0:{arrays * array // 1000}kB:{threads}", "-s",
                       options.window])
        return number(r"MByte/s:\s+([\d.]+)", text) * 1e6
    return measure


def mbw(kind):
    def measure():  # MiB copied; STREAM counts a copied byte twice. A pass takes about 10 ms.
        text = output(["mbw", "-q", "-n", max(5, int(options.window / 0.01)), "-t", kind, array >> 20])
        return number(r"AVG.*Copy: ([\d.]+) MiB/s", text) * 2**20 * 2
    return measure


def stress(threads):
    def measure():  # the triad-like rate it prints, read + write; under 5 s it prints none
        text = output(["stress-ng", "--stream", threads, "--stream-l3-size", array // 4, "-t", 5, "--metrics-brief"])
        found = re.findall(r"memory rate: ([\d.]+) MB read/sec, ([\d.]+) MB write/sec", text)
        if not found:
            raise PeerFailed("it printed no memory rate")
        return sum(float(r) + float(w) for r, w in found) * 1e6
    return measure


def chase(pages, size):
    return lambda: float(output(["taskset", "-c", first_cpu, work / "chase", size, options.window, pages])) * 1e-9


flags = pathlib.Path("/proc/cpuinfo").read_text()
wide = [""] + (["avx"] if " avx2 " in flags else []) + (["avx512"] if " avx512f " in flags else [])


def named(stem, threads, arrays):
    return {f"likwid {stem}{w and '_' + w}": likwid(stem + (w and "_" + w), threads, arrays) for w in wide}


def line(title, ours, peers, higher):
    if options.only in title:
        unit, scale = ("GB/s", 1e-9) if higher else ("ns", 1e9)
        compare(title, ours, peers, higher=higher, blocks=options.blocks, unit=unit, scale=scale)


subprocess.run(["gcc", "-O2", "-o", work / "chase", pathlib.Path(__file__).with_name("chase.c")], check=True)
print(f"{host['facts'].get('cpu_model', 'unknown')}, {count} CPUs, arrays of {array >> 20} MiB, "
      f"{options.blocks} blocks of two pairs, windows of {options.window} s")
header()
for threads in sorted({1, count}):
    where = f"{threads} thread{'s' if threads > 1 else ''}"
    extra = {"mbw memcpy": mbw(0), "mbw loop": mbw(1)} if threads == 1 else {}
    line(f"copy, streaming, {where}", bandwidth("copy", "streaming", threads), {**named("copy_mem", threads, 2), **extra},
         True)
    line(f"triad, streaming, {where}", bandwidth("triad", "streaming", threads),
         {**named("stream_mem", threads, 3), "stress-ng": stress(threads)}, True)
    line(f"read, {where}", bandwidth("read", "ordinary", threads), named("load", threads, 1), True)
for pages in ("4k", "thp"):
    size = 8 * cache
    line(f"latency, {size >> 20} MiB, {pages} pages",
         assay("--part", "latency", "--pages", pages, "--working-set", size), {"independent chase": chase(pages, size)},
         False)
