"""Paired comparison of one way to measure against others: what every script of peers shares.

First a scouting: each peer a few times, to know the best of them. Then pairs: ours, best, best, ours (or the other way
round, by a coin), each a fresh process; a block's ratio is the mean of ours over the mean of theirs, so that what drifts
on the machine falls out. Shown: the median of the blocks' ratios with its 95 % interval by order statistics (the ranks
of the binomial distribution with p = 1/2; Conover, "Practical Nonparametric Statistics", section 3.2), and both
coefficients of variation over the same processes.
"""
import argparse, json, math, os, pathlib, random, re, statistics, subprocess, sys, tempfile, time

_scratch = tempfile.TemporaryDirectory()
work = pathlib.Path(_scratch.name)  # for what a script writes; gone at its end


class PeerFailed(Exception):
    """A peer could not be run here, or said nothing that could be read."""


def arguments(description, window):
    """The options that every script takes; `window` is the default of its measuring windows, in seconds."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", required=True, help="the assay executable")
    parser.add_argument("--blocks", type=int, default=10, help="blocks of two pairs for each line")
    parser.add_argument("--window", type=float, default=window, help="seconds that each process measures")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only lines whose title has this text")
    options = parser.parse_args()
    random.seed(options.seed)
    return options


def output(command, allowed=(0,), **environment):
    """All that a command says, run with more in its environment; `PeerFailed` where it cannot be run or ends with another
    code."""
    command = [str(word) for word in command]
    try:
        result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    except OSError as error:
        raise PeerFailed(f"{command[0]}: {error.strerror}") from error
    if result.returncode not in allowed:
        said = (result.stderr.strip() or "it said nothing").splitlines()[-1]
        raise PeerFailed(f"{' '.join(command)} ended with {result.returncode}: {said}")
    return result.stdout + result.stderr


def number(pattern, text):
    found = re.search(pattern, text)
    if not found:
        raise PeerFailed(f"no figure in what it said: {text.strip().splitlines()[-1:]}")
    return float(found[1])


def metrics(assay, benchmark, *words, samples=1, **environment):
    """The metrics of so many blocks of Assay's, measured by fresh processes; ends the script where it fails."""
    directory = work / f"run-{time.monotonic_ns()}"
    try:
        # 4: one block is "no result" for a user; here every process is a sample of its own.
        output([assay, benchmark, *words, "--blocks", samples, "--out", directory, "--quiet"], allowed=(0, 4),
               **environment)
    except PeerFailed as failure:
        sys.exit(str(failure))
    return json.loads(next(directory.glob("*.json")).read_text())["metrics"]


def machine(assay):
    """The facts and the topology of this host, its CPUs as a list for taskset, the first of them, and how many."""
    host = json.loads(output([assay, "host", "--json"]))
    cpus = host["topology"]["allowed_cpus"]
    ranges = [list(map(int, part.split("-"))) for part in cpus.split(",")]
    return host, cpus, ranges[0][0], sum(ends[-1] - ends[0] + 1 for ends in ranges)


def median_interval(values, level=0.95):
    """The widest-tailed order statistics that hold the median with at least `level`; the range where none do."""
    ordered, n = sorted(values), len(values)
    tail, rank = 0.0, 0
    while rank < n // 2 and tail + math.comb(n, rank) / 2**n <= (1 - level) / 2:
        tail += math.comb(n, rank) / 2**n
        rank += 1
    return ordered[max(0, rank - 1)], ordered[min(n - 1, n - rank)]


def spread(values):
    return statistics.stdev(values) / statistics.mean(values)


def attempt(name, job, jobs):
    """One value; a peer that fails is left out from then on, with its reason said."""
    try:
        return job()
    except PeerFailed as failure:
        print(f"  left out: {name}: {failure}", file=sys.stderr)
        jobs.pop(name, None)
        return None


def scout(peers, higher, rounds):
    """The best peer's name by median; None where no peer gave a figure."""
    values = {name: [] for name in peers}
    for _ in range(rounds):
        for name in random.sample(list(peers), len(peers)):
            value = attempt(name, peers[name], peers)
            if value is not None:
                values[name].append(value)
    medians = {name: statistics.median(values[name]) for name in peers if len(values[name]) == rounds}
    return (max if higher else min)(medians, key=medians.get) if medians else None


def header():
    print(f"{'':34} {'assay':>8} {'peer':>8} {'':5} {'ratio':>6} {'95 % of the median':20} {'spread':>7} {'peer':>7}  best peer")


def pair(ours, theirs, blocks):
    """The values of each block: ours twice, theirs twice, in turn."""
    for _ in range(blocks):
        order = random.choice([["ours", "theirs", "theirs", "ours"], ["theirs", "ours", "ours", "theirs"]])
        block = {"ours": [], "theirs": []}
        for side in order:
            block[side].append(ours() if side == "ours" else theirs())
        yield block


def show(title, blocks, unit, scale, peer):
    """Prints one line about blocks of numbers."""
    ratios = [statistics.mean(block["ours"]) / statistics.mean(block["theirs"]) for block in blocks]
    ours, theirs = ([value for block in blocks for value in block[side]] for side in ("ours", "theirs"))
    low, high = median_interval(ratios)
    print(f"{title:34} {statistics.median(ours) * scale:8.2f} {statistics.median(theirs) * scale:8.2f}"
          f" {unit:5} {statistics.median(ratios):6.3f} {f'[{low:.3f} … {high:.3f}]':20}"
          f" {spread(ours) * 100:5.1f} % {spread(theirs) * 100:5.1f} %  {peer}", flush=True)


def compare(title, ours, peers, *, higher, blocks, unit, scale, scouting=3):
    """Measures `ours` against the best of `peers` (name → function) and prints one line."""
    best = scout(peers, higher, scouting)
    if best is None:
        print(f"{title:34} no peer gave a figure", flush=True)
        return
    show(title, list(pair(ours, peers[best], blocks)), unit, scale, best)


def compare_figures(title, ours, theirs, figures, *, blocks, peer):
    """Measures several figures of the same processes (name → value) against one peer: a line for each of `figures`,
    name → (unit, scale)."""
    measured = list(pair(ours, theirs, blocks))
    for name, (unit, scale) in figures.items():
        chosen = [{side: [values[name] for values in block[side]] for side in block} for block in measured]
        show(f"{title}, {name}", chosen, unit, scale, peer)
