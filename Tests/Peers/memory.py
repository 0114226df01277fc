#!/usr/bin/env python3
"""Assay's memory figures beside those of likwid-bench, mbw, stress-ng and an independent pointer chase.

Every figure comes from a fresh process with a measuring window of the same length; see pairs.py for how they are
paired. Bandwidth counts as STREAM counts; higher is better. Latency: lower is better, a ratio of 1 is agreement.
"""
import argparse, json, pathlib, random, re, subprocess, sys, tempfile, time

from pairs import PeerFailed, compare, header

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--assay", required=True, help="the assay executable")
parser.add_argument("--blocks", type=int, default=10, help="blocks of two pairs for each line")
parser.add_argument("--window", type=float, default=0.5, help="seconds that each process measures")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--only", default="", help="only lines whose title has this text")
options = parser.parse_args()
random.seed(options.seed)
scratch = tempfile.TemporaryDirectory()
work = pathlib.Path(scratch.name)


def output(command):
    result = subprocess.run(command, capture_output=True, text=True)
    # 4: one block is "no result" for a user; here every process is a sample of its own.
    if result.returncode not in (0, 4):
        said = (result.stderr.strip() or "it said nothing").splitlines()[-1]
        message = f"{' '.join(map(str, command))} ended with {result.returncode}: {said}"
        if command[0] == options.assay:
            sys.exit(message)
        raise PeerFailed(message)
    return result.stdout + result.stderr


def number(pattern, text):
    found = re.search(pattern, text)
    if not found:
        raise PeerFailed(f"no figure in what it said: {text.strip().splitlines()[-1:]}")
    return float(found[1])


host = json.loads(output([options.assay, "host", "--json"]))
topology = host["topology"]
cpus = topology["allowed_cpus"]
first_cpu = cpus.split(",")[0].split("-")[0]
count = sum(int(r.split("-")[-1]) - int(r.split("-")[0]) + 1 for r in cpus.split(","))
last = max(c["level"] for c in topology["caches"])
cache = max(c["bytes"] or 0 for c in topology["caches"] if c["level"] == last)
array = 4 * sum(c["bytes"] or 0 for c in topology["caches"] if c["level"] == last)


def assay(*arguments):
    def measure():
        directory = work / f"run-{time.monotonic_ns()}"
        output([options.assay, "memory", *map(str, arguments), "--duration", str(options.window), "--blocks", "1",
                "--out", directory, "--quiet"])
        run = json.loads(next(directory.glob("*.json")).read_text())
        (metric,) = run["metrics"]
        return metric["samples"][-1]["value"]
    return measure


def bandwidth(kernel, store, threads):
    return assay("--part", "bandwidth", "--kernel", kernel, "--store", store, "--threads", threads,
                 "--array-size", array)


def likwid(kernel, threads, arrays):
    def measure():
        text = output(["likwid-bench", "-t", kernel, "-w", f"S0:{arrays * array // 1000}kB:{threads}", "-s",
                       str(options.window)])
        return number(r"MByte/s:\s+([\d.]+)", text) * 1e6
    return measure


def mbw(kind):
    def measure():  # MiB copied; STREAM counts a copied byte twice. A pass takes about 10 ms.
        text = output(["mbw", "-q", "-n", str(max(5, int(options.window / 0.01))), "-t", str(kind), str(array >> 20)])
        return number(r"AVG.*Copy: ([\d.]+) MiB/s", text) * 2**20 * 2
    return measure


def stress(threads):
    def measure():  # the triad-like rate it prints, read + write
        text = output(["stress-ng", "--stream", str(threads), "--stream-l3-size", str(array // 4), "-t", "1",
                       "--metrics-brief"])
        found = re.findall(r"memory rate: ([\d.]+) MB read/sec, ([\d.]+) MB write/sec", text)
        if not found:
            raise PeerFailed("it printed no memory rate")
        return sum(float(r) + float(w) for r, w in found) * 1e6
    return measure


def chase(pages, size):
    return lambda: float(output(["taskset", "-c", first_cpu, work / "chase", str(size), str(options.window), pages])) * 1e-9


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
