"""Computes ranks.json, the reference values of rank tests, permutations and distributions, by means independent of our
sources: scipy, and counting in whole numbers.

Run it in this folder: python3 make_ranks.py > ranks.json
"""

import itertools
import json
import platform
import sys

import numpy
import scipy
import scipy.stats

random = numpy.random.default_rng(20261126)


def signed_rank(name, values):
    """Every one of the 2^n choices of signs up to 14 values; else scipy's exact or normal distribution, with Pratt's zeros."""
    values = numpy.array(values)
    magnitudes = scipy.stats.rankdata(numpy.abs(values))
    kept = magnitudes[values != 0]
    if 0 < len(kept) <= 14:
        observed = magnitudes[values > 0].sum()
        sums = numpy.array([(numpy.array(signs) * kept).sum() for signs in itertools.product([0, 1], repeat=len(kept))])
        p = min(1, 2 * min((sums <= observed + 1e-9).mean(), (sums >= observed - 1e-9).mean()))
    elif len(kept) == 0:
        p = 1.0
    elif len(kept) <= 50:
        p = scipy.stats.wilcoxon(values, zero_method="pratt", method="exact").pvalue
    else:
        p = scipy.stats.wilcoxon(values, zero_method="pratt", method="approx", correction=True).pvalue
    return {"name": name, "values": values.tolist(), "p": float(p)}


def rank_sum(name, first, second):
    pooled = list(first) + list(second)
    exact = len(set(pooled)) == len(pooled) and len(first) * len(second) <= 900
    method = "exact" if exact else "asymptotic"
    p = scipy.stats.mannwhitneyu(first, second, method=method, use_continuity=True).pvalue
    return {"name": name, "first": list(map(float, first)), "second": list(map(float, second)), "p": float(p)}


def stratified(name, strata):
    """All divisions of all strata, one by one."""
    choices = []
    for first, second in strata:
        pool = list(first) + list(second)
        weight = len(first) * len(second) / len(pool)
        own = []
        for chosen in itertools.combinations(range(len(pool)), len(first)):
            rest = [pool[i] for i in range(len(pool)) if i not in chosen]
            own.append(weight * (numpy.mean([pool[i] for i in chosen]) - numpy.mean(rest)))
        choices.append(own)
    observed = abs(sum(own[0] for own in choices))
    sums = numpy.array([sum(choice) for choice in itertools.product(*choices)])
    return {
        "name": name,
        "strata": [{"first": list(map(float, a)), "second": list(map(float, b))} for a, b in strata],
        "p": float((numpy.abs(sums) >= observed - 1e-9).mean()),
    }


def shift(name, values, bases):
    """The interval by asking scipy's exact test between every two neighbouring differences whether it accepts a shift there."""
    differences = sorted(v - b for v in values for b in bases)
    accepted = []
    for low, high in zip(differences, differences[1:]):
        middle = (low + high) / 2
        if scipy.stats.mannwhitneyu(numpy.array(values) - middle, bases, method="exact").pvalue > 0.05:
            accepted.append((low, high))
    return {
        "name": name,
        "values": list(map(float, values)),
        "bases": list(map(float, bases)),
        "estimate": float(numpy.median(differences)),
        "lower": float(accepted[0][0]),
        "upper": float(accepted[-1][1]),
    }


def holm(values):
    from statsmodels.stats.multitest import multipletests

    return {"values": values, "adjusted": multipletests(values, method="holm")[1].tolist()}


normal = random.normal
tied = [0.5, -0.5, 1.0, 1.0, -1.5, 2.0, 2.0, 2.0, 3.0, -0.5]
print(
    "made with Python", platform.python_version(), "numpy", numpy.__version__, "scipy", scipy.__version__, file=sys.stderr
)
json.dump(
    {
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "signedRanks": [
            signed_rank("one", [0.3]),
            signed_rank("five of one sign", [1, 2, 3, 4, 5]),
            signed_rank("ten", normal(0.5, 1, 10).tolist()),
            signed_rank("ties", tied),
            signed_rank("ties and zeros", tied + [0, 0]),
            signed_rank("a zero against one", [0, 0, 0, 1, 1, -1, 2, 3, 4]),
            signed_rank("all equal", [0.25] * 8),
            signed_rank("all zero", [0.0] * 5),
            signed_rank("thirty", normal(0.3, 1, 30).tolist()),
            signed_rank("fifty", normal(0.3, 1, 50).tolist()),
            signed_rank("eighty", normal(0.2, 1, 80).tolist()),
            signed_rank("eighty with ties and zeros", numpy.round(normal(0.2, 1, 80), 1).tolist()),
        ],
        "rankSums": [
            rank_sum("apart", [1, 2, 3, 4], [5, 6, 7, 8, 9]),
            rank_sum("five and seven", normal(0, 1, 5), normal(1, 1, 7)),
            rank_sum("thirty and thirty", normal(0, 1, 30), normal(0.5, 1, 30)),
            rank_sum("forty and fifty", normal(0, 1, 40), normal(0.3, 1, 50)),
            rank_sum("ties", [1, 2, 2, 3, 3, 3, 4], [2, 3, 4, 4, 5, 5, 6, 6]),
            rank_sum("ones", [1], [2]),
        ],
        "stratified": [
            stratified("one boot", [([1, 2, 3], [4, 5, 6])]),
            stratified("three nodes", [(normal(i, 1, 3).tolist(), normal(i + 1, 1, 3).tolist()) for i in (0, 10, 20)]),
            stratified("unequal nodes", [([1.0, 3.0], [2.0, 5.0, 6.0]), ([11.0], [14.0, 15.0, 12.0])]),
        ],
        "shifts": [
            shift("five and seven", normal(1, 1, 5), normal(0, 1, 7)),
            shift("twelve and twelve", normal(0.05, 0.02, 12), normal(0, 0.02, 12)),
            shift("thirty and thirty", normal(0.05, 0.02, 30), normal(0, 0.02, 30)),
        ],
        "holm": [
            holm([0.01, 0.04, 0.03, 0.005]),
            holm([0.5, 0.6, 0.9]),
            holm([0.02, 0.02, 0.02]),
            holm([0.0001]),
        ],
        "normal": [[p, float(scipy.stats.norm.ppf(p))] for p in (1e-12, 1e-5, 0.001, 0.02, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999)],
        "student": [
            [p, freedom, float(scipy.stats.t.ppf(p, freedom))]
            for p in (0.6, 0.8, 0.95, 0.975, 0.999, 0.99999)
            for freedom in (1, 2, 6, 6.5, 29, 1000)
        ],
        "clopperPearson": [
            [k, n, *map(float, scipy.stats.binomtest(k, n).proportion_ci(0.95, method="exact"))]
            for k, n in ((0, 20), (1, 20), (10, 20), (20, 20), (97, 2000), (1900, 2000))
        ],
    },
    sys.stdout,
    indent=1,
    allow_nan=False,
)
print()
