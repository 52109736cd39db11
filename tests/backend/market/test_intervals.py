"""The statistics of the report against scipy, published tables, and a world whose truth is known."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, betabinom, binom, binomtest
from synthetic_campaigns import CAMPAIGNS, cover

from hashtagspace.market.intervals import (
    POINTS,
    Filter,
    Interval,
    _quantiles,
    false_alarms,
    newcombe,
    predict,
    propagate,
    rogan_gladen,
    share_of,
    wilson,
)

COUNTS = st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


class TestNothingToGoBy:
    def test_a_filter_that_leaves_out_no_more_fakes_than_it_takes_tells_nothing(self):
        assert rogan_gladen(Filter((30, 100), (30, 100), 1000, 1000), 500, 1000) is None
        assert rogan_gladen(Filter((40, 100), (20, 100), 1000, 1000), 500, 1000) is None

    def test_no_fake_in_either_sample(self):
        assert rogan_gladen(Filter((0, 100), (0, 100), 1000, 1000), 500, 1000) is None
        assert false_alarms(Filter((100, 100), (100, 100), 1000, 1000)) is None

    def test_nobody_to_predict(self):
        assert predict(3, 10, 0) == Interval(0, 0, 0)

    def test_no_answer_at_more_than_a_tail(self):
        assert propagate(lambda share: share if share > 0.1 else None, (1, 20)) is None


class TestPublished:
    @pytest.mark.parametrize(
        ("one", "other", "low", "high"),
        [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((5, 56), (0, 29), -0.0381, 0.1926),
        ],
    )
    def test_newcombe_1998_table_2_method_10(self, one, other, low, high):
        found = newcombe(wilson(*one), wilson(*other))
        assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))

    @given(COUNTS)
    def test_wilson_is_scipys(self, counts):
        expected = binomtest(*counts).proportion_ci(method="wilson")
        found = wilson(*counts)
        assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))

    @given(COUNTS, st.integers(1, 300))
    def test_prediction_is_scipys_beta_binomial(self, counts, others):
        hits, total = counts
        law = betabinom(others, hits + 0.5, total - hits + 0.5)
        found = predict(hits, total, others)
        assert (found.low, found.high) == tuple(law.ppf([0.025, 0.975]))

    @pytest.mark.parametrize(
        "counts", [(0, 1), (0, 100), (1, 100), (3, 7), (50, 100), (100, 100), (90, 2000)]
    )
    def test_posterior_is_scipys(self, counts):
        hits, total = counts
        places = (np.arange(POINTS) + 0.5) / POINTS
        expected = beta.ppf(places, hits + 0.5, total - hits + 0.5)
        assert np.abs(np.array(_quantiles(*counts)) - expected).max() < 2e-6

    @given(COUNTS)
    def test_the_lattice_gives_a_share_its_own_interval_back(self, counts):
        hits, total = counts
        expected = beta.ppf([0.025, 0.975], hits + 0.5, total - hits + 0.5)
        assert propagate(lambda share: share, counts) == pytest.approx(tuple(expected), abs=2e-3)

    def test_the_lattice_adds_two_shares_up_as_random_numbers_do(self):
        random = np.random.default_rng(7)
        drawn = random.beta(3.5, 97.5, 400_000) - random.beta(40.5, 60.5, 400_000)
        found = propagate(lambda one, other: one - other, (3, 100), (40, 100))
        assert found == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=3e-3)


class TestShape:
    @given(COUNTS)
    def test_an_estimate_lies_in_its_interval(self, counts):
        found = share_of(*counts)
        assert 0 <= found.low <= found.estimate <= found.high <= 1
        assert (found.low == 0) >= (counts[0] == 0)

    def test_an_exact_filter_measures_the_raw_share(self):
        found = rogan_gladen(Filter((0, 1000), (1000, 1000), 8000, 2000), 300, 1000)
        assert found.estimate == 0.3
        assert found.low < 0.3 < found.high

    def test_more_checks_tell_more(self):
        widths = [
            math.dist(*[[end] for end in propagate(lambda share: share, (size // 20, size))])
            for size in (40, 100, 400)
        ]
        assert widths == sorted(widths, reverse=True)


SHARES = np.concatenate([np.linspace(1e-5, 0.05, 1_200), np.linspace(0.05, 0.5, 400)])


class TestExactCoverage:
    """Every outcome with its probability, for every share of a fine grid: no luck is in it."""

    @pytest.mark.parametrize("total", [10, 30, 100, 300])
    def test_a_share(self, total):
        covered = np.zeros(len(SHARES))
        for hits in range(total + 1):
            found = share_of(hits, total)
            holds = (found.low <= SHARES) & (found.high >= SHARES)
            covered += binom.pmf(hits, total, SHARES) * holds
        assert covered.min() > 0.915

    @pytest.mark.parametrize(("total", "others"), [(20, 50), (100, 20), (100, 300), (100, 2_000)])
    def test_how_many_of_others(self, total, others):
        covered = np.zeros(len(SHARES))
        for hits in range(total + 1):
            found = predict(hits, total, others)
            within = binom.cdf(found.high, others, SHARES) - binom.cdf(found.low - 1, others, SHARES)
            covered += binom.pmf(hits, total, SHARES) * within
        assert covered.min() > 0.925

    @pytest.mark.parametrize("sizes", [(30, 30), (100, 40)])
    def test_a_difference(self, sizes):
        for shares in product((0.01, 0.05, 0.2, 0.5), repeat=2):
            laws = [
                binom.pmf(range(size + 1), size, share) for size, share in zip(sizes, shares, strict=True)
            ]
            covered = 0.0
            for hits in product(*(range(size + 1) for size in sizes)):
                found = newcombe(*(wilson(*counts) for counts in zip(hits, sizes, strict=True)))
                if found.low <= shares[0] - shares[1] <= found.high:
                    covered += laws[0][hits[0]] * laws[1][hits[1]]
            assert covered > 0.93


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=str)
def test_intervals_cover_the_known_truth(campaign):
    """A fixed seed, so it passes or fails for good; tests/bench/bench_report.py does it at length."""
    found = cover(campaign, runs=150, seed=20261123)
    assert found.shown > 0.5
    assert min(found.covered.values()) >= 0.90, found.covered
