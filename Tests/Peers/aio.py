#!/usr/bin/env python3
"""Assay's random reads beside fio's: the same file, engine, block, depth and jobs, direct I/O, windows of the same length.

Every figure comes from a fresh process; see pairs.py for how they are paired. IOPS: higher is better; CPU time an operation
(all of it, and the part in user space, where the tools differ: the rest is the kernel's) and p99 (from the call that submits
to the end, fio's total latency): lower is better. fio's defaults hold: one request submitted at a time, no random map; both
warm up before they count.

The same on a zram device, where there is an idle one: a device in memory, so that the tools' own cost is what is left.
Before all, p50, p99 and p99.9 of both where nothing of the device's own shows: each request takes 200 µs, every 50th 800 µs,
every 400th 2 ms (Tests/CFaults, put before both). There they must agree, and tell these times.
"""
import json, os, pathlib, tempfile

import zram
from pairs import arguments, compare_figures, header, machine, metrics, output, work

options = arguments(__doc__, window=0.5)
host, cpus, first, count = machine(options.assay)
MIB = 512
PERCENTILES = {"p50": "50.000000", "p99": "99.000000", "p99.9": "99.900000"}
TIMES = {name: ("µs", 1e6) for name in PERCENTILES}
FIGURES = {"IOPS": ("k/s", 1e-3), "CPU": ("µs", 1e6), "user CPU": ("µs", 1e6), **TIMES}


def assay(target, engine, depth, jobs, window, **environment):
    def measure():
        found = metrics(options.assay, "aio", "--part", "load", "--file", target, "--engine", engine, "--rw", "randread",
                        "--block", "4k", "--depth", depth, "--jobs", jobs, "--duration", window, **environment)

        def value(name, **labels):
            (metric,) = [m for m in found if m["id"] == f"aio.{name}" and labels.items() <= m["labels"].items()]
            return metric["samples"][-1]["value"]
        latency = {name: value("latency", phase="total", quantile=name) for name in PERCENTILES}
        return {"IOPS": value("iops"), "CPU": value("cpu_per_op", mode="total"), "user CPU": value("cpu_per_op", mode="user"),
                **latency}
    return measure


def fio(target, engine, depth, jobs, window, **environment):
    def measure():
        text = output(["fio", "--name=peer", f"--filename={target}", "--direct=1", "--rw=randread", "--bs=4k",
                       f"--ioengine={engine}", f"--iodepth={depth}", f"--numjobs={jobs}", "--thread", "--norandommap",
                       "--randrepeat=0", f"--runtime={int(window * 1e6)}us", "--time_based", "--ramp_time=200ms",
                       "--group_reporting", "--clat_percentiles=0", "--lat_percentiles=1", "--output-format=json"],
                      **environment)
        (job,) = json.loads(text[text.index("{"):])["jobs"]
        read = job["read"]
        found = read["lat_ns"]["percentile"]
        # job_runtime is the sum of all threads, and the shares are of it.
        spent = job["job_runtime"] * 1e-3 / 100 / read["total_ios"]
        return {"IOPS": read["iops"], "CPU": (job["usr_cpu"] + job["sys_cpu"]) * spent, "user CPU": job["usr_cpu"] * spent,
                **{name: found[key] * 1e-9 for name, key in PERCENTILES.items()}}
    return measure


def compare(title, target, engine, depth, jobs, figures=FIGURES, window=options.window, **environment):
    if options.only in title:
        compare_figures(title, assay(target, engine, depth, jobs, window, **environment),
                        fio(target, engine, depth, jobs, window, **environment), figures, blocks=options.blocks, peer="fio")


print(f"{count} CPUs, a file of {MIB} MiB, {options.blocks} blocks of two pairs, windows of {options.window} s")
header()
# Beside the results, where there is a disk: the usual place for temporary files may be memory.
with tempfile.TemporaryDirectory(dir=os.getcwd(), prefix=".peers-") as directory:
    target = pathlib.Path(directory) / "file"
    with open(target, "wb") as file:
        for _ in range(MIB):
            file.write(os.urandom(1 << 20))
        os.fsync(file.fileno())
    slow = work / "faults.so"
    output(["cc", "-O2", "-shared", "-fPIC", "-o", slow, pathlib.Path(__file__).parents[1] / "CFaults/faults.c"])
    # From 10,000 requests on there is a p99.9.
    for depth in (1, 8):
        compare(f"known delay, libaio, depth {depth}", target, "libaio", depth, 1, TIMES, max(options.window, 4),
                LD_PRELOAD=str(slow), ASSAY_FAULT_DELAY_NS="200000", ASSAY_FAULT_UNEVEN="1")
    for engine in ("libaio", "io_uring"):
        for jobs in sorted({1, min(2, count)}):
            for depth in (1, 8, 32, 128):
                compare(f"{engine}, depth {depth}, {jobs} job{'s' if jobs > 1 else ''}", target, engine, depth, jobs)

try:
    with zram.device(MIB) as target:
        for engine in ("libaio", "io_uring"):
            for depth in (1, 32):
                compare(f"zram, {engine}, depth {depth}", target, engine, depth, 1)
except zram.NoZram as reason:
    print(f"zram: left out: {reason}")
