"""Computes golden.json, the reference values of StatisticsTests, by means independent of our sources.

Run it in this folder: python3 make_golden.py > golden.json
Quantiles come from numpy and the bootstrap from scipy; means and spread from exact rational arithmetic, since numpy and
scipy overflow or underflow on the extreme samples, and are checked against numpy and scipy on the others.
"""

import json
import math
import platform
import statistics
import sys
from fractions import Fraction

import numpy
import scipy
import scipy.stats

PROBABILITIES = [0.0, 0.01, 0.025, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.975, 0.99, 1.0]
random = numpy.random.default_rng(20240601)

SAMPLES = {
    "one value": [3.25],
    "two values": [1.0, 4.0],
    "three values": [2.5, -1.0, 7.0],
    "ties": [2.0, 1.0, 2.0, 2.0, 3.0, 1.0, 2.0],
    "all equal": [0.1] * 9,
    "negative": [-5.0, -1.5, -2.25, -8.0],
    "mean zero": [-2.0, -1.0, 1.0, 2.0],
    "far from zero": [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16],
    "huge": [1.1e308, 1.5e308, 1.3e308, 1.7e308],
    "tiny": [3e-300, 1e-300, 2e-300, 7e-300, 4e-300],
    "mixed magnitudes": [1e-12, 1.0, 1e6, -1e6, 1e12],
    "normal": random.normal(100, 5, 31).tolist(),
    "lognormal": random.lognormal(0, 1, 40).tolist(),
    "bandwidth": [float(round(v)) for v in random.normal(41e9, 4e8, 20)],
}


def exact(values):
    numbers = [Fraction(v) for v in values]
    mean = sum(numbers) / len(numbers)
    deviation = statistics.stdev(numbers) if len(numbers) > 1 else None
    if deviation is not None and deviation == 0:
        deviation = 0.0
    median = statistics.median(numbers)
    absolute = float(statistics.median([abs(v - median) for v in numbers]))
    return float(mean), None if deviation is None else float(deviation), absolute, mean


def describe(name, values):
    mean, deviation, absolute, rational_mean = exact(values)
    if name not in ("huge", "tiny"):
        assert math.isclose(mean, numpy.mean(values), rel_tol=1e-12, abs_tol=1e-12)
        assert deviation is None or math.isclose(deviation, numpy.std(values, ddof=1), rel_tol=1e-12, abs_tol=1e-12)
        assert math.isclose(absolute, scipy.stats.median_abs_deviation(values), rel_tol=1e-12, abs_tol=1e-12)
    return {
        "name": name,
        "values": values,
        "quantiles": [float(numpy.quantile(values, p, method="linear")) for p in PROBABILITIES],
        "mean": mean,
        "standardDeviation": deviation,
        "medianAbsoluteDeviation": absolute,
        "coefficientOfVariation": None
        if deviation is None or rational_mean == 0
        else float(Fraction(deviation) / abs(rational_mean)),
    }


def bootstrap(name, values, level, ours):
    """Scipy's percentile interval and, for the end points of one with `ours` resamples, where 5 standard errors of
    Monte Carlo put them."""
    result = scipy.stats.bootstrap(
        (values,), numpy.median, method="percentile", n_resamples=200_000, confidence_level=level, random_state=1
    )
    tail = (1 - level) / 2
    error = 5 * math.sqrt(tail * (1 - tail) / ours)

    def at(p):
        return float(numpy.quantile(result.bootstrap_distribution, min(max(p, 0), 1)))

    return {
        "name": name,
        "values": values,
        "level": level,
        "resamples": ours,
        "scipy": [float(result.confidence_interval.low), float(result.confidence_interval.high)],
        "lower": [at(tail - error), at(tail + error)],
        "upper": [at(1 - tail - error), at(1 - tail + error)],
    }


class SplitMix64:
    """The reference algorithm in Python's unbounded integers."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def below(self, bound):
        while True:
            product = self.next() * bound
            if product & self.MASK >= (1 << 64) % bound:
                return product >> 64

    def shuffled(self, items):
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


def signed_rank(pairs):
    """The rank of the average that ends a 95 % interval: how many sums of ranks s have P(T+ <= s) <= 0.025, by whole
    numbers of the 2^pairs equally likely choices of ranks."""
    counts = [1]
    for rank in range(1, pairs + 1):
        longer = counts + [0] * rank
        for total, count in enumerate(counts):
            longer[total + rank] += count
        counts = longer
    below, rank = 0, 0
    for count in counts:
        below += count
        if Fraction(below, 2**pairs) > Fraction(1, 40):
            return rank
        rank += 1


def paired_ratio(name, values, bases):
    """Estimate from all Walsh averages; the interval by asking scipy's exact test between every two neighbouring
    averages whether the ratio may lie there."""
    logs = numpy.log(values) - numpy.log(bases)
    averages = sorted((logs[i] + logs[j]) / 2 for i in range(len(logs)) for j in range(i, len(logs)))
    accepted = []
    for low, high in zip(averages, averages[1:]):
        # Between equal averages there is no room for a ratio.
        if high - low > 1e-12 and scipy.stats.wilcoxon(logs - (low + high) / 2, method="exact").pvalue > 0.05:
            accepted.append((low, high))
    below = scipy.stats.wilcoxon(logs - (averages[0] - 1), method="exact").pvalue > 0.05
    return {
        "name": name,
        "values": values,
        "bases": bases,
        "estimate": float(numpy.exp(numpy.median(averages))),
        "lower": None if below else float(numpy.exp(accepted[0][0])),
        "upper": None if below else float(numpy.exp(accepted[-1][1])),
    }


def pairs(count, effect, scatter):
    bases = random.lognormal(10, 0.5, count)
    return (bases * effect * random.lognormal(0, scatter, count)).tolist(), bases.tolist()


SEEDS = [0, 1, 1234567, (1 << 64) - 1]
print(
    "made with Python", platform.python_version(), "numpy", numpy.__version__, "scipy", scipy.__version__, file=sys.stderr
)
json.dump(
    {
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "normalConsistency": float(1 / scipy.stats.norm.ppf(0.75)),
        "probabilities": PROBABILITIES,
        "samples": [describe(name, values) for name, values in SAMPLES.items()],
        "bootstrap": [
            bootstrap("lognormal", SAMPLES["lognormal"], 0.95, 20_000),
            bootstrap("normal", SAMPLES["normal"], 0.9, 20_000),
            bootstrap("bandwidth", SAMPLES["bandwidth"], 0.95, 20_000),
            bootstrap("ties", SAMPLES["ties"], 0.95, 20_000),
            bootstrap("three values", SAMPLES["three values"], 0.5, 20_000),
        ],
        "pairedRatios": [
            paired_ratio("one pair", *pairs(1, 2, 0.1)),
            paired_ratio("five pairs", *pairs(5, 1.1, 0.01)),
            paired_ratio("six pairs", *pairs(6, 1.1, 0.01)),
            paired_ratio("ten pairs without an effect", *pairs(10, 1, 0.05)),
            paired_ratio("twenty-five pairs", *pairs(25, 0.97, 0.02)),
            paired_ratio("forty pairs", *pairs(40, 1.001, 0.005)),
        ],
        "signedRanks": [
            {"pairs": count, "rank": signed_rank(count)} for count in [*range(6, 31), 50, 75, 100, 101, 150, 200]
        ],
        "generators": [
            {
                "seed": str(seed),
                "next": [str(value) for g in [SplitMix64(seed)] for value in [g.next() for _ in range(5)]],
                "belowTen": [value for g in [SplitMix64(seed)] for value in [g.below(10) for _ in range(12)]],
                "shuffledTwelve": SplitMix64(seed).shuffled(range(12)),
            }
            for seed in SEEDS
        ],
    },
    sys.stdout,
    indent=1,
    allow_nan=False,
)
print()
