#!/usr/bin/env python3
"""What the forecast of a migration says, against what comes of it: a sweep of loads, links, limits and strategies over a
user-space relay (no rights needed), and some over shaped networks (root).

A case is one migration in a fresh process: the guest is listened to, the forecast is made, and then it is migrated in any
case. Shown: load (the rate that it needs of the rate that it has: from 0.9 to 1.1 is the edge, which counts for nothing),
the verdict before and after, and forecast over outcome of pause (by the guest's clock) and total time. Ends with 1 where a
verdict off the edge was wrong, or a pause off the edge is off by more than 30 %.
"""
import os
import statistics
import sys

import pairs

LIMIT = "12s"  # for a migration that does not converge
LINKS = ("relay,rate=128mbit", "relay,rate=256mbit", "relay,rate=256mbit,delay=2ms")
SHAPED = "tbf,rate=256mbit"  # root
RATES = (1000, 2000, 3000, 4500, 6000, 9000, 14000)


def cases():
    for link in LINKS:
        for rate in RATES:
            yield "precopy", rate, link, "300ms"
    for limit in ("50ms", "1s"):
        for rate in (1000, 3000, 6000, 12000):
            yield "precopy", rate, LINKS[1], limit
    for rate in (1000, 3000, 6000, 12000) if os.geteuid() == 0 else ():
        yield "precopy", rate, SHAPED, "300ms"
    for strategy in ("postcopy", "multifd"):
        for rate in (1000, 6000):
            yield strategy, rate, LINKS[1], "300ms"


def figure(metrics, name):
    values = [sample["value"] for metric in metrics if metric["id"] == f"migration.{name}" for sample in metric["samples"]]
    return values[-1] if values else None


def main():
    options = pairs.arguments(__doc__, 0.5)
    counted, right, offs = 0, 0, []
    print(f"{'strategy':9} {'pages/s':>7} {'limit':>5} {'link':29} {'load':>5} {'said':>5} {'ended':>5} "
          f"{'pause':>8} {'off':>6} {'total':>7} {'off':>6}")
    for strategy, rate, link, limit in cases():
        title = f"{strategy:9} {rate:7} {limit:>5} {link:29}"
        if options.only and options.only not in title:
            continue
        metrics = pairs.metrics(
            options.assay, "migration", "--part", "migrate", "--strategy", strategy, "--dirty-rate", rate, "--link", link,
            "--downtime-limit", limit, "--working-set", "16m", "--time-limit", LIMIT, "--duration", options.window)
        load, said, ended = (figure(metrics, name) for name in ("forecast_load", "forecast_converges", "converged"))
        if said is None or ended is None:
            print(f"{title} no forecast or no outcome")
            continue
        is_edge = 0.9 < load < 1.1
        off = {}
        for name, outcome in (("pause", "guest_pause"), ("total", "total")):
            told, seen = figure(metrics, f"forecast_{name}"), figure(metrics, outcome)
            off[name] = (seen, told / seen - 1) if told and seen else (None, None)
        marks = " edge" if is_edge else "" if said == ended else " WRONG"
        if not is_edge:
            counted += 1
            right += said == ended
            if said and ended and off["pause"][1] is not None:
                offs.append(off["pause"][1])
                marks += " OFF" if abs(off["pause"][1]) > 0.3 else ""
        text = "".join(f" {seen * 1e3:6.0f}ms {share:+6.0%}" if seen else f" {'-':>8} {'-':>6}" for seen, share in off.values())
        print(f"{title} {load:5.2f} {'yes' if said else 'no':>5} {'yes' if ended else 'no':>5}{text}{marks}", flush=True)
    far = sum(abs(share) > 0.3 for share in offs)
    middle = statistics.median(abs(share) for share in offs) if offs else float("nan")
    print(f"verdict right in {right} of {counted} off the edge; pause within 30 % in {len(offs) - far} of {len(offs)}, "
          f"median off by {middle:.0%}")
    sys.exit(right < counted or far > 0)


if __name__ == "__main__":
    main()
