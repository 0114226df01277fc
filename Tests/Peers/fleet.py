#!/usr/bin/env python3
"""How long `assay fleet report` takes for a large fleet, and how much memory: promised are 30 s and 1 GB for 1,000 nodes with
500 metrics of 30 samples.

The nodes are written here, a Run each, some 2 GB in all; one of them is 10 % slower in one metric, and must be found.
"""
import argparse
import json
import os
import random
import subprocess
import tempfile
import time

LIMIT_SECONDS, LIMIT_BYTES = 30, 10**9
SLOW_NODE, SLOW_METRIC = 417, 123


def run(node, metrics, samples, numbers):
    """The text of a node's Run; put together by hand, because json.dumps takes a minute for all."""
    parts = []
    for metric in range(metrics):
        level = (1 + 0.01 * numbers.gauss(0, 1)) * (0.9 if (node, metric) == (SLOW_NODE, SLOW_METRIC) else 1)
        values = ",".join(
            f'{{"block":{block},"noise":{{"cpu_other":0.012,"steal":0.001,"switches":{block}}},"valid":true,'
            f'"value":{1e9 * (1 + metric) * level * (1 + 0.01 * numbers.gauss(0, 1)):.6e}}}'
            for block in range(samples))
        parts.append(
            f'{{"better":"higher","id":"memory.bandwidth","labels":{{"kernel":"k{metric}"}},"role":"primary",'
            f'"samples":[{values}],"unit":"B/s"}}')
    blocks = ",".join(
        f'{{"attempt":0,"block":{block},"reasons":[],"seconds":1,"verdict":"valid"}}' for block in range(samples))
    host = {
        "declared": {"kernel": "6.1.0-47"}, "mustMatch": {"cpu_model": "EPYC", "memory_gib": "512"},
        "noted": {"host": f"node{node}"}, "settings": {f"sysctl/vm.k{i}": "1" for i in range(500)},
        "topology": {
            "packages": 1, "dies": 1, "cores": 1, "core_cpus": ["0"], "package_cpus": ["0"], "cpus": "0", "offline_cpus": "",
            "allowed_cpus": "0", "allowed_nodes": "0", "numa_nodes": [], "distances": [], "caches": [], "core_kinds": []}}
    plan = {
        "suite": "thorough", "seed": 1, "blocks": samples, "repeats": 0, "limits": {}, "order": ["memory"] * samples}
    tool = {"name": "assay", "version": "1", "build": "release", "arguments": ["run"]}
    return (
        f'{{"blocks":[{blocks}],"finished":"2026-01-01T01:00:00Z","host":{json.dumps(host)},"id":"run-{node}",'
        f'"metrics":[{",".join(parts)}],"plan":{json.dumps(plan)},"schema":"assay.run/1","skipped":[],'
        f'"started":"2026-01-01T00:00:00Z","status":"complete","tool":{json.dumps(tool)},"warnings":[]}}\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assay", required=True)
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--metrics", type=int, default=500)
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    numbers = random.Random(options.seed)
    with tempfile.TemporaryDirectory(dir=".") as folder:
        total = 0
        for node in range(options.nodes):
            os.makedirs(f"{folder}/nodes/node{node}")
            text = run(node, options.metrics, options.samples, numbers)
            total += len(text)
            with open(f"{folder}/nodes/node{node}/run.json", "w") as file:
                file.write(text)
        start = time.monotonic()
        process = subprocess.Popen(
            [options.assay, "fleet", "report", folder, "--document", f"{folder}/report.json", "--html", f"{folder}/report.html",
             "--no-color"], stdout=subprocess.PIPE, text=True)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        with open(f"{folder}/report.json") as file:
            report = json.load(file)
        page = os.path.getsize(f"{folder}/report.html")
    found = [(odd["node"], odd["labels"]["kernel"]) for odd in report["odd_nodes"]["found"]]
    print(output.splitlines()[0])
    print(f"{options.nodes} nodes, {options.metrics} metrics, {options.samples} samples, {total / 1e9:.2f} GB of documents: "
          f"{seconds:.1f} s, {usage.ru_maxrss * 1024 / 1e6:.0f} MB, a page of {page / 1e6:.1f} MB; found {found}")
    is_whole = options.nodes > SLOW_NODE and options.metrics > SLOW_METRIC
    if is_whole and found != [(f"node{SLOW_NODE}", f"k{SLOW_METRIC}")]:
        raise SystemExit(f"the planted node{SLOW_NODE}, k{SLOW_METRIC} is not what was found")
    if seconds > LIMIT_SECONDS or usage.ru_maxrss * 1024 > LIMIT_BYTES:
        raise SystemExit(f"over {LIMIT_SECONDS} s or {LIMIT_BYTES / 1e9:.0f} GB")


if __name__ == "__main__":
    main()
