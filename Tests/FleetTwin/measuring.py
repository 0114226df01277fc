"""Measuring three machines, one of them slower: `assay fleet run` and `report`."""
import glob
import json

from twin import DONE, NOISY, SLOW, WORSE, Different

# The disk, and the CPU time of an operation: both hold still under emulation. What memory takes does not: QEMU's translator
# resizes its TLB as it goes, and two equal machines were seen between 34 and 383 ns.
BENCHMARK = "aio"
# Blocks of a round, rounds, and blocks that must count: the median of fewer than six values has no interval.
BLOCKS, MOST_ROUNDS, ENOUGH = 8, 6, 8
# One, so that it and the emulator's own work have a CPU of the host each.
CPU = 1


def boot(twin):
    for node in twin.nodes:
        node.start()
    for node in twin.nodes:
        node.wait()
    facts = {node.read("uname -r; nproc; ls -d /sys/devices/system/node/node[0-9]* | wc -l; "
                       "stat -fc %T /sys/fs/cgroup").replace("\n", " ") for node in twin.nodes}
    if len(facts) != 1 or not facts.copy().pop().endswith(" 4 2 cgroup2fs"):
        raise Different(f"the machines are not 4 CPUs in 2 nodes with cgroup v2: {facts}")
    twin.say("boot", f"3 machines: Linux {facts.pop().split()[0]}, 4 CPUs, 2 NUMA nodes, cgroup v2")


def slowness(twin):
    """By other means than Assay: that the node is slower must be true before it can be found."""
    seconds = {}
    for node in twin.nodes:
        seconds[node.name] = tuple(float(value) for value in node.read(
            "python3 -c 'import time; start = time.monotonic(); sum(range(3000000)); print(time.monotonic() - start)'; "
            "python3 -c 'import os, mmap, time\n"
            "file = os.open(\"/var/tmp/probe\", os.O_RDWR | os.O_CREAT | os.O_DIRECT); page = mmap.mmap(-1, 4096)\n"
            "os.pwrite(file, page, 0); start = time.monotonic()\n"
            "for _ in range(200): os.preadv(file, [page], 0)\n"
            "print(time.monotonic() - start); os.remove(\"/var/tmp/probe\")'").split())
    words = ", ".join(f"{name} {cpu:.2f} s and {disk:.2f} s" for name, (cpu, disk) in seconds.items())
    for place, what in enumerate(("CPU", "disk")):
        others = max(pair[place] for name, pair in seconds.items() if name != SLOW)
        if seconds[SLOW][place] < 1.2 * others:
            raise Different(f"the {what} of {SLOW} is not slower, so there is nothing to find: {words}")
    twin.say("probe", f"a loop of Python and 200 reads of the disk: {words}")


def measure(twin):
    """In rounds, until enough blocks of each node count: that is up to what else runs here. No value is looked at."""
    rounds, valid = [], dict.fromkeys((node.name for node in twin.nodes), 0)
    while min(valid.values()) < ENOUGH and len(rounds) < MOST_ROUNDS:
        rounds.append(f"poc-{len(rounds) + 1}")
        said = twin.fleet(
            "run", "--inventory", twin.inventory, "--suite", "quick", "--only", BENCHMARK, "--no-pairs", "--at-once", "1",
            "--seed", str(len(rounds)), *(f"--node-argument={word}" for word in ("--blocks", BLOCKS, "--cpus", CPU)),
            "--out", rounds[-1], codes=(DONE, NOISY))
        for node in twin.nodes:
            found = glob.glob(f"{twin.work}/{rounds[-1]}/nodes/{node.name}/*.json")
            if len(found) != 1:
                raise Different(f"{node.name} brought {len(found)} documents, not one:\n{said}")
            with open(found[0]) as file:
                valid[node.name] += sum(block["verdict"] != "invalid" for block in json.load(file)["blocks"])
    words = ", ".join(f"{name} {count}" for name, count in valid.items())
    twin.say("run", f"{len(rounds)} rounds of {BLOCKS} or more blocks a node; quiet enough to count were {words}")
    if min(valid.values()) < ENOUGH:
        raise Different(f"this host is too busy to measure on: {ENOUGH} blocks of each node must count; try when it is idle")
    return rounds


def report(twin, rounds):
    text = twin.fleet("report", *rounds, "--document", "report.json", "--html", "report.html", "--no-color", codes=(WORSE,))
    with open(f"{twin.work}/report.json") as file:
        found = json.load(file)["odd_nodes"]["found"]
    if {odd["node"] for odd in found} != {SLOW} or any(odd["direction"] != "worse" for odd in found):
        raise Different(f"the odd node is not {SLOW} alone:\n{text}")
    metrics = {odd["metric"] for odd in found}
    if not metrics >= {"aio.iops", "aio.cpu_per_op"}:
        raise Different(f"{SLOW} has a slower disk and a slower CPU; the report finds it by {sorted(metrics)} alone:\n{text}")
    words = ", ".join(f"{odd['metric']} of depth {odd['labels']['depth']} at {odd['ratio']:.2f} of the others "
                      f"(p {odd['p']:.2g})" for odd in found)
    twin.say("report", f"{SLOW} is odd and worse, no other node is: {words}")
