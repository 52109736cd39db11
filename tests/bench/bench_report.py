"""How often the report's 95 % intervals hold the truth where it is known; and how long they take.

`--runs N` campaigns of each kind (default 2,000). Everything is seeded: the figures repeat.
"""

import argparse
import sys
import time
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import numpy as np
from scipy.stats import binom
from synthetic_campaigns import CAMPAIGNS, cover

from golden.campaign_samples import CAMPAIGN_INPUTS
from hashtagspace.market.intervals import _quantiles, newcombe, predict, share_of, wilson
from hashtagspace.market.roi import compute_numbers

LEAST = 0.90
SEED = 20_261_123
SHARES = np.concatenate([np.linspace(1e-5, 0.05, 2_500), np.linspace(0.05, 0.5, 900)])


def main() -> None:
    """Prints the tables; ends with an error if an interval covers less than 90 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000)
    worst = min(show_campaigns(parser.parse_args().runs), *show_exact())
    show_speed()
    print(f"worst coverage {worst:.3f}, at least {LEAST} is wanted")
    if worst < LEAST:
        raise SystemExit("An interval holds the truth too rarely.")


def show_campaigns(runs: int) -> float:
    """Width and error of the share of fakes in the audience, in points; how often each number covers."""
    worst = 1.0
    print(f"{runs} campaigns each; coverage of the 95 % intervals")
    for campaign in CAMPAIGNS:
        found = cover(campaign, runs, SEED)
        covered = ", ".join(f"{name} {share:.3f}" for name, share in found.covered.items())
        print(f"{campaign}")
        print(
            f"   shown {found.shown:.3f}, width {100 * found.width:.1f}, error {100 * found.error:.2f} "
            f"(raw {100 * found.raw_error:.2f})"
        )
        print(f"   {covered}")
        worst = min(worst, *found.covered.values())
    return worst


def show_exact() -> list[float]:
    """Every outcome with its probability, over a fine grid of shares: no simulation."""
    lows = []
    for name, compute in (("Wilson", wilson), ("share_of", share_of)):
        for total in (10, 30, 100, 400):
            covered = np.zeros(len(SHARES))
            for hits in range(total + 1):
                found = compute(hits, total)
                holds = (found.low <= SHARES) & (found.high >= SHARES)
                covered += binom.pmf(hits, total, SHARES) * holds
            print(f"exact: {name} of {total}: at least {covered.min():.3f}")
            if name == "share_of":
                lows.append(float(covered.min()))
    for total, others in ((20, 50), (100, 20), (100, 300), (100, 2_000), (200, 2_000)):
        covered = np.zeros(len(SHARES))
        for hits in range(total + 1):
            found = predict(hits, total, others)
            within = binom.cdf(found.high, others, SHARES) - binom.cdf(found.low - 1, others, SHARES)
            covered += binom.pmf(hits, total, SHARES) * within
        print(f"exact: {others} others by {total}: at least {covered.min():.3f}")
        lows.append(float(covered.min()))
    return [*lows, *(_cover_difference(*sizes) for sizes in ((30, 30), (400, 100)))]


def _cover_difference(one: int, other: int) -> float:
    lowest = 1.0
    for p, q in product((0.005, 0.01, 0.03, 0.06, 0.2, 0.5), repeat=2):
        laws = binom.pmf(range(one + 1), one, p), binom.pmf(range(other + 1), other, q)
        covered = 0.0
        for a, b in product(range(one + 1), range(other + 1)):
            weight = laws[0][a] * laws[1][b]
            if weight > 1e-9:
                found = newcombe(wilson(a, one), wilson(b, other))
                covered += weight * (found.low <= p - q <= found.high)
        lowest = min(lowest, covered)
    print(f"exact: difference of {one} and {other}: at least {lowest:.3f}")
    return lowest


def show_speed() -> None:
    """One whole report's numbers, nothing remembered."""
    for name in ("whole", "silent"):
        _quantiles.cache_clear()
        start = time.perf_counter()
        compute_numbers(CAMPAIGN_INPUTS[name])
        print(f"the numbers of campaign {name!r}: {1000 * (time.perf_counter() - start):.0f} ms")


if __name__ == "__main__":
    main()
