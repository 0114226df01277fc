"""Golden values of ChangePointsTests: where ruptures divides on ranks, and the permutation test's p by numpy.

Binary segmentation, each segment ranked by itself: ruptures' Binseg with its rank cost says where one change lies
best, and 20,000 permutations of the same statistic say how often chance divides as well.
"""
import json
import sys

import numpy
import ruptures
import scipy
from scipy.stats import rankdata

SHORTEST = 3
LEVEL = 0.01
PERMUTATIONS = 20_000


def statistic(ranks):
    """The largest Wilcoxon statistic (without the variance) over all divisions; ranks in rows."""
    n = ranks.shape[-1]
    k = numpy.arange(SHORTEST, n - SHORTEST + 1)
    sums = numpy.cumsum(ranks, axis=-1)[..., k - 1]
    return (sums**2 * n / (k * (n - k))).max(axis=-1)


def changes(values, start, generator, found):
    n = len(values)
    if n < 2 * SHORTEST:
        return
    ranks = rankdata(values) - (n + 1) / 2
    observed = statistic(ranks)
    orders = generator.permuted(numpy.tile(ranks, (PERMUTATIONS, 1)), axis=1)
    p = (1 + (statistic(orders) >= observed * (1 - 1e-12)).sum()) / (PERMUTATIONS + 1)
    if p >= LEVEL:
        return
    place = ruptures.Binseg(model="rank", min_size=SHORTEST, jump=1).fit(numpy.array(values)).predict(n_bkps=1)[0]
    found.append({"index": int(start + place), "p": float(p)})
    changes(values[:place], start, generator, found)
    changes(values[place:], start + place, generator, found)


def case(name, values):
    values = [float(value) for value in values]
    found = []
    changes(values, 0, numpy.random.default_rng(1), found)
    return {"name": name, "values": values, "changes": sorted(found, key=lambda one: one["index"])}


def main():
    g = numpy.random.default_rng(20261126)
    step = lambda sizes, levels, noise: numpy.concatenate(
        [level * (1 + noise * g.standard_normal(size)) for size, level in zip(sizes, levels)])
    spiky = step([25, 25], [40e9, 38e9], 0.005)
    spiky[[4, 17, 33]] = [1e9, 90e9, 1e9]
    cases = [
        case("one step", step([20, 20], [100, 103], 0.01)),
        case("two steps", step([30, 25, 30], [1e-6, 1.2e-6, 1.05e-6], 0.01)),
        case("a step near the end", step([40, 8], [5, 6], 0.02)),
        case("no step", step([60], [7], 0.05)),
        case("outliers", spiky),
        case("six values", [1, 2, 3, 11, 12, 13]),
        case("few whole numbers", [3, 3, 4, 3, 4, 3, 3, 4, 3, 4, 3, 5, 6, 5, 6, 6, 5, 5, 6, 5]),
        case("steps up and down", step([40, 40, 40, 40], [50, 55, 48, 53], 0.01)),
    ]
    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__,
                "ruptures": ruptures.version.version}
    json.dump({"versions": versions, "permutations": PERMUTATIONS, "cases": cases}, sys.stdout, indent=1)
    print()


main()
