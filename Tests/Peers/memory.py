#!/usr/bin/env python3
"""Assay's memory figures beside those of likwid-bench, mbw, stress-ng and an independent pointer chase.

Every round takes each peer and Assay once, in an order shuffled anew, each as a fresh process. A ratio is formed within
a round and its median taken over the rounds, so that what drifts on the machine falls out. For bandwidth the peer is
the best of all peers that measure the kernel, by their own medians; higher is better.
"""
import argparse, json, pathlib, random, re, statistics, subprocess, sys, tempfile, time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--assay", required=True, help="the assay executable")
parser.add_argument("--rounds", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
random.seed(options.seed)
scratch = tempfile.TemporaryDirectory()
work = pathlib.Path(scratch.name)


class PeerFailed(Exception):
    pass


def output(command):
    result = subprocess.run(command, capture_output=True, text=True)
    # 4: one block is "no result" for a user; here every round is a block of its own.
    if result.returncode not in (0, 4):
        said = (result.stderr.strip() or "it said nothing").splitlines()[-1]
        message = f"{' '.join(map(str, command))} ended with {result.returncode}: {said}"
        if command[0] == options.assay:
            sys.exit(message)
        raise PeerFailed(message)
    return result.stdout + result.stderr


host = json.loads(output([options.assay, "host", "--json"]))
topology = host["topology"]
cpus = topology["allowed_cpus"]
count = sum(int(r.split("-")[-1]) - int(r.split("-")[0]) + 1 for r in cpus.split(","))
last = max(c["level"] for c in topology["caches"])
cache = max(c["bytes"] or 0 for c in topology["caches"] if c["level"] == last)
array = 4 * sum(c["bytes"] or 0 for c in topology["caches"] if c["level"] == last)


def assay(kernel, store, threads, pages):
    directory = work / f"run-{time.monotonic_ns()}"
    output([options.assay, "memory", "--part", "bandwidth", "--kernel", kernel, "--store", store, "--threads",
            str(threads), "--pages", pages, "--array-size", str(array), "--duration", "0.2", "--blocks", "1",
            "--out", directory, "--quiet"])
    run = json.loads(next(directory.glob("*.json")).read_text())
    return run["metrics"][0]["samples"][-1]["value"]


def likwid(kernel, threads, arrays):
    def measure():
        text = output(["likwid-bench", "-t", kernel, "-w", f"S0:{arrays * array // 1000}kB:{threads}", "-i", "8"])
        return float(re.search(r"MByte/s:\s+([\d.]+)", text)[1]) * 1e6
    return measure


def mbw(kind):
    def measure():  # MiB copied; STREAM counts a copied byte twice
        text = output(["mbw", "-q", "-n", "5", "-t", str(kind), str(array >> 20)])
        return float(re.search(r"AVG.*Copy: ([\d.]+) MiB/s", text)[1]) * 2**20 * 2
    return measure


def stress(threads):
    def measure():  # the triad-like rate it prints, read + write
        text = output(["stress-ng", "--stream", str(threads), "--stream-l3-size", str(array // 4), "-t", "2",
                       "--metrics-brief"])
        found = re.findall(r"memory rate: ([\d.]+) MB read/sec, ([\d.]+) MB write/sec", text)
        return sum(float(r) + float(w) for r, w in found) * 1e6 if found else None
    return measure


def chase(pages, size):
    return lambda: float(output(["taskset", "-c", cpus.split(",")[0].split("-")[0], work / "chase", str(size), "0.3",
                                 pages])) * 1e-9


def assay_latency(pages, size):
    def measure():
        directory = work / f"run-{time.monotonic_ns()}"
        output([options.assay, "memory", "--part", "latency", "--duration", "0.1", "--blocks", "1", "--out", directory,
                "--quiet"])
        run = json.loads(next(directory.glob("*.json")).read_text())
        return next(m["samples"][-1]["value"] for m in run["metrics"]
                    if m["labels"]["pages"] == pages and m["labels"]["working_set"] == str(size))
    return measure


flags = pathlib.Path("/proc/cpuinfo").read_text()
wide = [""] + (["avx"] if " avx2 " in flags else []) + (["avx512"] if " avx512f " in flags else [])


def named(stem):
    return [f"{stem}_{w}" if w else stem for w in wide]


def compare(title, ours, peers, higher):
    values = {name: [] for name in ["assay", *peers]}
    jobs = {"assay": ours, **peers}
    for _ in range(options.rounds):
        for name in random.sample(list(jobs), len(jobs)):
            try:
                value = jobs[name]()
            except PeerFailed as failure:
                print(f"  left out: {failure}", file=sys.stderr)
                del jobs[name]
                continue
            if value is not None:
                values[name].append(value)
    medians = {n: statistics.median(v) for n, v in values.items() if n != "assay" and len(v) == options.rounds}
    if not medians:
        print(f"{title:34} no peer gave a figure")
        return
    best = (max if higher else min)(medians, key=medians.get)
    ratios = sorted(a / b for a, b in zip(values["assay"], values[best]))
    spread = lambda v: statistics.stdev(v) / statistics.mean(v)
    unit, scale = ("GB/s", 1e-9) if higher else ("ns", 1e9)
    print(f"{title:34} {statistics.median(values['assay']) * scale:8.1f} {medians[best] * scale:8.1f} {unit:5}"
          f" {statistics.median(ratios):6.3f} [{ratios[0]:.2f}…{ratios[-1]:.2f}]"
          f"  {spread(values['assay']) * 100:5.1f} % {spread(values[best]) * 100:5.1f} %  {best}", flush=True)


subprocess.run(["gcc", "-O2", "-o", work / "chase", pathlib.Path(__file__).with_name("chase.c")], check=True)
print(f"{host['facts'].get('cpu_model', 'unknown')}, {count} CPUs, arrays of {array >> 20} MiB, {options.rounds} rounds")
print(f"{'':34} {'assay':>8} {'peer':>8} {'':5} {'ratio':>6} {'range':13}  {'spread':>7} {'':>7}  best peer")
for threads in sorted({1, count}):
    where = f"{threads} thread{'s' if threads > 1 else ''}"
    extra = {"mbw memcpy": mbw(0), "mbw loop": mbw(1)} if threads == 1 else {}
    compare(f"copy, streaming, {where}", lambda: assay("copy", "streaming", threads, "thp"),
            {**{f"likwid {k}": likwid(k, threads, 2) for k in named("copy_mem")}, **extra}, True)
    compare(f"triad, streaming, {where}", lambda: assay("triad", "streaming", threads, "thp"),
            {**{f"likwid {k}": likwid(k, threads, 3) for k in named("stream_mem")}, "stress-ng": stress(threads)}, True)
    compare(f"read, {where}", lambda: assay("read", "ordinary", threads, "thp"),
            {f"likwid {k}": likwid(k, threads, 1) for k in named("load")}, True)
for pages in ("4k", "thp"):
    compare(f"latency, {8 * cache >> 20} MiB, {pages} pages", assay_latency(pages, 8 * cache),
            {"independent chase": chase(pages, 8 * cache)}, False)
