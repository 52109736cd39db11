"""The figures of docs/personhood.md that the code computes are the code's."""

import re
from pathlib import Path

import pytest

from golden.campaign_samples import WHOLE
from hashtagspace.market.level_worth import (
    ASSUMED,
    FAKES_PER_VOUCH,
    FAKES_PER_VOUCH_LARGE,
    VOUCHES,
    cost_of_fake,
    most_per_person,
)
from hashtagspace.market.roi import compute_numbers
from hashtagspace.personhood.calibration import SAMPLE_SIZE
from hashtagspace.personhood.definition import ONE, THRESHOLDS

TAG = 10**18
TEXT = (Path(__file__).resolve().parents[3] / "docs/personhood.md").read_text()


def row(start):
    (found,) = (line for line in TEXT.splitlines() if line.startswith(f"| {start}"))
    return [
        float(number)
        for number in re.findall(r"(?<![\w/])\d+(?:\.\d+)?", found.partition("|")[2].partition("|")[2])
    ]


@pytest.mark.parametrize(
    ("start", "rates"),
    [("price of a fake, large", FAKES_PER_VOUCH_LARGE), ("**price of a fake, small", FAKES_PER_VOUCH)],
)
def test_prices_of_a_fake(start, rates):
    costs = [cost_of_fake(level, 10 * TAG, rates=rates) / TAG for level in (1, 2, 3)]
    assert row(start) == [round(cost, 1) for cost in costs]


def test_what_an_offer_may_pay():
    told = row("**most that one offer")
    assert told == [pytest.approx(most_per_person(level, 10 * TAG) / TAG, abs=0.05) for level in (1, 2, 3)]
    assert all(told[level - 1] <= most_per_person(level, 10 * TAG) / TAG for level in (1, 2, 3))


def test_rates_and_assumptions():
    assert row("a, attacks of up to 1,000") == [FAKES_PER_VOUCH_LARGE[level] / 10_000 for level in (1, 2, 3)]
    assert row("a, when a tenth") == [FAKES_PER_VOUCH[level] / 10_000 for level in (1, 2, 3)]
    assert f"| {ASSUMED.bribe // TAG} TAG | **assumed**" in TEXT
    assert f"| {ASSUMED.proven / 10_000} | **assumed**" in TEXT
    assert f"| {ASSUMED.rent / 10_000} | **assumed**" in TEXT
    assert f"| {ASSUMED.deposit} TAG | registering" in TEXT
    assert "| " + " / ".join(str(VOUCHES[level]) for level in (1, 2, 3)) + " |" in TEXT


def test_thresholds():
    shares = {"¼": 0.25, "½": 0.5, "¾": 0.75}
    for level, threshold in enumerate(THRESHOLDS, 1):
        (share, support, bound) = re.findall(
            rf"^\| {level} \| (.) \| (\d) \| ([\d.]+) \|", TEXT, re.MULTILINE
        )[0]
        assert round(shares[share] * ONE) == threshold.share
        assert int(support) * ONE == threshold.support
        assert int(float(bound) * ONE) == threshold.bound


def test_every_formula_of_a_report_is_explained():
    for number in compute_numbers(WHOLE):
        plain = number.formula.removesuffix("_per_spend")
        assert f"`{plain}`" in TEXT or plain in ("division", "spend_over_predict", "predict_times_cost")
    assert f"`hashtagspace calibrate --ask {2 * SAMPLE_SIZE}`" in TEXT
