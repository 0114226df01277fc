#!/usr/bin/env python3
"""Assay's wake-ups, switches and messages beside those of cyclictest, perf bench and hackbench.

Every figure comes from a fresh process with a measuring window of about the same length; see pairs.py for how they are
paired. Wake-ups: a ratio of 1 is agreement; both sleep to absolute deadlines on every CPU under the same policy and
interval, with the kernel's timer slack, and leave idle states alone. Others: higher is better. `perf bench sched pipe`
does not pin its parties: taskset leaves one CPU to both, or all, and Assay's parties run likewise (pairing same_cpu and
free). A round trip is one operation of perf and twice Assay's `scheduler.switch`. hackbench sends the same messages in
the same groups; its loops are set to fill the window.
"""
import math, pathlib, re

from pairs import PeerFailed, arguments, compare, header, machine, metrics, number, output, work

options = arguments(__doc__, window=0.3)
host, cpus, first, count = machine(options.assay)
GROUPS, SENDERS = 1, 10
INTERVAL = 500  # µs between two deadlines
SLACK = "50us"  # the kernel's default, which cyclictest leaves in place
METRICS = {"wakeup": "wakeup_latency"}
# A process of Assay's measures every kind of switch, of which a line needs one: each gets a share of the window.
SWITCH_WINDOW = options.window / 3
# Quantiles need many wake-ups.
WAKE_WINDOW = 3 * options.window
LONGEST = 2_000_000  # ns that cyclictest's histogram tells apart


def sample(benchmark, labels, window, *words):
    """One value of Assay's, from the only metric with these labels."""
    (metric,) = [m for m in metrics(options.assay, "scheduler", "--part", benchmark, *words, "--duration", window)
                 if m["id"] == f"scheduler.{METRICS.get(benchmark, benchmark)}" and labels.items() <= m["labels"].items()]
    return metric["samples"][-1]["value"]


def perf_pipe(between, where):
    """Round trips a second, over so many that they last the window."""
    command = ["taskset", "-c", where, "perf", "bench", "-f", "simple", "sched", "pipe"]
    command += ["-T"] if between == "threads" else []

    def seconds(loops):
        return number(r"([\d.]+)", output(command + ["-l", loops]))

    loops = 0

    def measure():
        nonlocal loops
        if not loops:
            loops = max(1000, int(SWITCH_WINDOW / seconds(5000) * 5000))
        return loops / seconds(loops)
    return measure


def hackbench(transport, between):
    """Messages a second."""
    command = ["hackbench", "-g", GROUPS, "-f", SENDERS, "-s", 100]
    command += ["-T" if between == "threads" else "-P"] + (["-p"] if transport == "pipe" else [])

    def seconds(loops):
        return number(r"Time: ([\d.]+)", output(command + ["-l", loops]))

    loops = 0

    def measure():
        nonlocal loops
        if not loops:
            loops = max(100, int(options.window / seconds(200) * 200))
        return loops * GROUPS * SENDERS * SENDERS / seconds(loops)
    return measure


def cyclictest(policy, share):
    """A quantile of the latencies of all CPUs' threads, in seconds."""
    def measure():
        text = output(["cyclictest", "-q", "-m", "--laptop", "-N", "-i", INTERVAL, "-t", count, "-a", cpus, "-h", LONGEST,
                       "-l", int(WAKE_WINDOW / INTERVAL * 1e6), f"--policy={policy}", *(["-p", 80] if policy == "fifo" else [])])
        counts = {}
        for row in re.findall(r"^\d+(?:[ \t]+\d+)+$", text, re.MULTILINE):
            bucket, *found = map(int, row.split())
            counts[bucket] = counts.get(bucket, 0) + sum(found)
        beyond = sum(map(int, re.search(r"# Histogram Overflows:((?: \d+)+)", text)[1].split()))
        rank = math.ceil(share * (sum(counts.values()) + beyond))
        for bucket in sorted(counts):
            rank -= counts[bucket]
            if rank <= 0:
                return bucket * 1e-9
        raise PeerFailed(f"the quantile {share} is beyond its histogram of {LONGEST} ns")
    return measure


def line(title, ours, peers, unit, scale, higher=True):
    if options.only in title:
        compare(title, ours, peers, higher=higher, blocks=options.blocks, unit=unit, scale=scale)


print(f"{count} CPUs, {options.blocks} blocks of two pairs, windows of {options.window} s ({SWITCH_WINDOW:.2f} s for pipes)")
header()
for policy in ("fifo", "other"):
    for quantile, share in (("p50", 0.5), ("p99", 0.99)):
        labels = {"policy": policy, "quantile": quantile, "dma_latency": "default", "source": "timer"}
        line(f"wake-up, {policy}, {quantile}",
             lambda labels=labels, policy=policy: sample("wakeup", labels, WAKE_WINDOW, "--policy", policy, "--load", "0",
                                                         "--interval", f"{INTERVAL}us", "--timer-slack", SLACK),
             {"cyclictest": cyclictest(policy, share)}, "µs", 1e6, higher=False)
for between in ("threads", "processes"):
    for where, pairing in [(first, "same_cpu")] + ([(cpus, "free")] if count > 1 else []):
        labels = {"kind": "pipe", "between": between, "pairing": pairing}
        line(f"pipe, {between}, {'one CPU' if pairing == 'same_cpu' else 'all CPUs'}",
             lambda labels=labels, where=where: 0.5 / sample("switch", labels, SWITCH_WINDOW, "--cpus", where),
             {"perf bench": perf_pipe(between, where)}, "k/s", 1e-3)
for transport in ("socket", "pipe"):
    for between in ("threads", "processes"):
        labels = {"transport": transport, "between": between}
        line(f"messaging, {transport}, {between}", lambda labels=labels: sample("messaging", labels, options.window),
             {"hackbench": hackbench(transport, between)}, "M/s", 1e-6)
record = work / "record"
output(["gcc", "-O2", "-o", record, pathlib.Path(__file__).with_name("record.c"), "-lm"])
print(f"recording a latency: {number(r'([\d.]+)', output(['taskset', '-c', first, record, options.window]))} ns beyond the clock read")
