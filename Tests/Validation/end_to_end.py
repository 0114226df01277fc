#!/usr/bin/env python3
"""Whether `assay check --against` says what is true, measured here and now.

The same executable against itself: nothing may be worse. A build whose triad does 5 % more work (slow_build.sh) against the
ordinary one: triad must be worse, and no other primary metric. A machine too noisy for a verdict is told as that.
"""
import argparse
import json
import pathlib
import subprocess
import sys

WORKLOAD = ["memory", "--part", "bandwidth", "--threads", "1", "--kernel", "triad", "--kernel", "copy", "--kernel", "read"]


def check(candidate, base, options, name):
    out = pathlib.Path(options.out) / name
    command = [candidate, "check", "--against", base, "--until-decided", "--budget", options.budget, "--delta", options.delta]
    command += ["--json", "--out", str(out), "--html", f"{options.out}/{name}.html", "--", *WORKLOAD]
    command += ["--duration", options.duration]
    pathlib.Path(options.out).mkdir(parents=True, exist_ok=True)
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if result.returncode not in (0, 2, 3, 4):
        sys.exit(f"{name}: {' '.join(command)} ended with {result.returncode}")
    comparison = json.loads(result.stdout)
    print(f"{name}: exit code {result.returncode}: {comparison['verdict']}: {comparison['reason']}")
    verdicts = {}
    for metric in comparison["metrics"]:
        if metric["role"] != "primary":
            continue
        kernel = metric["labels"]["kernel"]
        verdicts[kernel] = metric["verdict"]
        effect = metric.get("effect") or {}
        interval = [effect.get(end) for end in ("lower", "upper")]
        ends = "no interval" if None in interval else f"{interval[0]:.4f} to {interval[1]:.4f}"
        samples = (metric.get("candidate") or {}).get("samples", 0)
        print(f"  {kernel:6} {metric['verdict']:12} ratio {effect.get('ratio', float('nan')):.4f} ({ends}), {samples} pairs")
    return verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", default=".build/release/assay", help="the ordinary build")
    parser.add_argument("--slow", required=True, help="the build of slow_build.sh")
    parser.add_argument("--budget", default="10m", help="time for each of the two checks")
    parser.add_argument("--duration", default="100ms", help="one sample's window")
    parser.add_argument("--delta", default="1%", help="the smallest change that matters")
    parser.add_argument("--out", default=".build/validation", help="where Runs and pages go")
    options = parser.parse_args()
    same = check(options.assay, options.assay, options, "same")
    slow = check(options.slow, options.assay, options, "slow")
    faults = [f"same: {kernel} is called worse" for kernel, verdict in same.items() if verdict == "worse"]
    faults += [f"slow: {kernel} is called worse" for kernel, verdict in slow.items() if verdict == "worse" and kernel != "triad"]
    if slow.get("triad") != "worse":
        faults.append(f"slow: triad is not called worse but {slow.get('triad')}")
    print("\n".join(faults) or "same: nothing worse; slow: triad worse, no other")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
