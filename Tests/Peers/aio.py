#!/usr/bin/env python3
"""Assay's random reads beside fio's: the same file, engine, block, depth and jobs, direct I/O, windows of the same length.

Every figure comes from a fresh process; see pairs.py for how they are paired. IOPS: higher is better; CPU time an operation
and p99 (from the call that submits to the end, fio's total latency): lower is better. fio's defaults hold: one request
submitted at a time, no random map; both warm up before they count. At last the same before a device whose requests take
2 ms at least (Tests/CFaults): both must tell so.
"""
import json, os, pathlib, tempfile

from pairs import arguments, compare_figures, header, machine, metrics, output, work

options = arguments(__doc__, window=0.5)
host, cpus, first, count = machine(options.assay)
MIB = 512
# Beside the results, where there is a disk: the usual place for temporary files may be memory.
directory = tempfile.TemporaryDirectory(dir=os.getcwd(), prefix=".peers-")
target = pathlib.Path(directory.name) / "file"
with open(target, "wb") as file:
    for _ in range(MIB):
        file.write(os.urandom(1 << 20))
    os.fsync(file.fileno())


def assay(engine, depth, jobs):
    def measure():
        found = metrics(options.assay, "aio", "--part", "load", "--file", target, "--engine", engine, "--rw", "randread",
                        "--block", "4k", "--depth", depth, "--jobs", jobs, "--duration", options.window)

        def value(name, **labels):
            (metric,) = [m for m in found if m["id"] == f"aio.{name}" and labels.items() <= m["labels"].items()]
            return metric["samples"][-1]["value"]
        return {"IOPS": value("iops"), "CPU": value("cpu_per_op", mode="total"),
                "p50": value("latency", phase="total", quantile="p50"),
                "p99": value("latency", phase="total", quantile="p99")}
    return measure


def fio(engine, depth, jobs):
    def measure():
        text = output(["fio", "--name=peer", f"--filename={target}", "--direct=1", "--rw=randread", "--bs=4k",
                       f"--ioengine={engine}", f"--iodepth={depth}", f"--numjobs={jobs}", "--thread", "--norandommap",
                       "--randrepeat=0", f"--runtime={int(options.window * 1e6)}us", "--time_based", "--ramp_time=200ms",
                       "--group_reporting", "--clat_percentiles=0", "--lat_percentiles=1", "--output-format=json"])
        (job,) = json.loads(text[text.index("{"):])["jobs"]
        read = job["read"]
        percentiles = read["lat_ns"]["percentile"]
        # job_runtime is the sum of all threads, and the shares are of it.
        cpu = (job["usr_cpu"] + job["sys_cpu"]) / 100 * job["job_runtime"] * 1e-3
        return {"IOPS": read["iops"], "CPU": cpu / read["total_ios"], "p50": percentiles["50.000000"] * 1e-9,
                "p99": percentiles["99.000000"] * 1e-9}
    return measure


FIGURES = {"IOPS": ("k/s", 1e-3), "CPU": ("µs", 1e6), "p50": ("µs", 1e6), "p99": ("µs", 1e6)}
print(f"{count} CPUs, a file of {MIB} MiB, {options.blocks} blocks of two pairs, windows of {options.window} s")
header()


def lines(engine, depths, jobs, device=""):
    for depth in depths:
        title = f"{engine}{device}, depth {depth}, {jobs} job{'s' if jobs > 1 else ''}"
        if options.only in title:
            compare_figures(title, assay(engine, depth, jobs), fio(engine, depth, jobs), FIGURES,
                            blocks=options.blocks, peer="fio")


for engine in ("libaio", "io_uring"):
    for jobs in sorted({1, min(2, count)}):
        lines(engine, (1, 8, 32, 128), jobs)
faults = work / "faults.so"
output(["gcc", "-shared", "-fPIC", "-O2", "-o", faults,
        pathlib.Path(__file__).parent.parent / "CFaults" / "faults.c"])
# For the processes that are started from here on. One request at a time would be too few for a p99.
os.environ.update(LD_PRELOAD=str(faults), ASSAY_FAULT_DELAY_NS="2000000")
lines("libaio", (8, 32), 1, " at 2 ms")
