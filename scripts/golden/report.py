"""report.json: what a campaign costs and brings per real person, what a level carries, who is drawn."""

from golden.campaign_samples import CAMPAIGN_INPUTS
from golden.samples import Vectors, hexed
from hashtagspace.domain.keccak import keccak256
from hashtagspace.market.intervals import (
    Filter,
    Interval,
    newcombe,
    predict,
    propagate,
    rogan_gladen,
    share_of,
    wilson,
)
from hashtagspace.market.level_worth import cost_of_fake, find_least_level, most_per_person
from hashtagspace.market.roi import compute_numbers
from hashtagspace.market.roi_document import Place, ReportFile, spell_file, spell_inputs, spell_number
from hashtagspace.market.roi_words import NAMES, WHYS
from hashtagspace.personhood.calibration import draw_sample, order_key

_TAG = 10**18
_COUNTS = ((0, 1), (0, 100), (1, 100), (3, 7), (49, 50), (50, 100), (100, 100), (1_400, 2_000))
_STAKES = (0, 1, 10 * _TAG, 10 * _TAG + 7, 25 * _TAG, 1_000_000 * _TAG)


def build() -> Vectors:
    """Shares of intervals within 1e-9; everything else exactly."""
    return {
        "shares": [_spell_share(hits, total) for hits, total in _COUNTS],
        "differences": [_spell_difference(one, other) for one in _COUNTS[2:6] for other in _COUNTS[3:7]],
        "predictions": [
            _spell_prediction(hits, total, others) for hits, total in _COUNTS for others in (1, 25, 700)
        ],
        "products": [_spell_product(one, other) for one in _COUNTS[1:4] for other in _COUNTS[4:]],
        "filters": [_spell_filter(*given) for given in _FILTERS],
        "campaigns": [
            {
                "name": name,
                "inputs": spell_inputs(inputs),
                "numbers": [spell_number(number) for number in compute_numbers(inputs)],
            }
            for name, inputs in CAMPAIGN_INPUTS.items()
        ],
        "file": spell_file(_FILE),
        "words": {"names": NAMES, "whys": WHYS},
        "worth": [_spell_worth(level, stake) for level in range(4) for stake in _STAKES],
        "leastLevels": [
            {"price": str(price), "stake": str(10 * _TAG), "level": find_least_level(price, 10 * _TAG)}
            for price in (1, 2 * _TAG, 3 * _TAG, 12 * _TAG, 13 * _TAG, 50 * _TAG, 51 * _TAG)
        ],
        "draws": _spell_draws(),
    }


_FILE = ReportFile(
    Place(31337, b"\xda" * 20, b"\x0f" * 32, 1_234, b"\xb1" * 32, 1_800_000_000, 9, 100),
    CAMPAIGN_INPUTS["whole"],
    b"\x0d" * 32,
    ((7, "real"), (2**63 - 1, "fake"), (8, "silent")),
)
_FILTERS = (
    (Filter((3, 100), (42, 100), 8_000, 2_000), 300, 2_000),
    (Filter((0, 50), (50, 50), 900, 100), 5, 40),
    (Filter((30, 100), (29, 100), 1_000, 1_000), 500, 1_000),
    (Filter((0, 100), (0, 100), 1_000, 1_000), 1, 2),
)


def _spell_share(hits: int, total: int) -> dict[str, object]:
    plain, shown = wilson(hits, total), share_of(hits, total)
    return {
        "hits": hits,
        "total": total,
        "wilson": _ends(plain),
        "shareOf": _ends(shown),
    }


def _spell_difference(one: tuple[int, int], other: tuple[int, int]) -> dict[str, object]:
    found = newcombe(wilson(*one), wilson(*other))
    return {"one": one, "other": other, "newcombe": _ends(found)}


def _spell_prediction(hits: int, total: int, others: int) -> dict[str, object]:
    found = predict(hits, total, others)
    return {
        "hits": hits,
        "total": total,
        "others": others,
        "predict": _ends(found),
    }


def _spell_product(one: tuple[int, int], other: tuple[int, int]) -> dict[str, object]:
    return {
        "one": one,
        "other": other,
        "product": [round(end, 12) for end in propagate(lambda a, b: a * b, one, other) or ()],
    }


def _spell_filter(filter_: Filter, left: int, people: int) -> dict[str, object]:
    found = rogan_gladen(filter_, left, people)
    return {
        "fakesTaken": filter_.fakes_taken,
        "fakesLeft": filter_.fakes_left,
        "taken": filter_.taken,
        "left": filter_.left,
        "audienceLeft": left,
        "people": people,
        "roganGladen": None if found is None else _ends(found),
    }


def _ends(found: Interval) -> list[float]:
    """Estimate and ends, of twelve digits: two machines may differ in the sixteenth."""
    return [round(value, 12) for value in (found.estimate, found.low, found.high)]


def _spell_worth(level: int, stake: int) -> dict[str, object]:
    return {
        "level": level,
        "stake": str(stake),
        "cost": str(cost_of_fake(level, stake)),
        "most": str(most_per_person(level, stake)),
    }


def _spell_draws() -> dict[str, object]:
    beacon = keccak256(b"beacon of an epoch")
    levels = {7_919 * number + 1: number % 4 for number in range(40)}
    found = draw_sample(levels, 2, beacon, 6)
    return {
        "beacon": hexed(beacon),
        "keys": [
            {"profile": str(profile), "key": hexed(order_key(beacon, profile))}
            for profile in (1, 7_920, 2**63 - 1)
        ],
        "levels": [{"profile": str(profile), "level": level} for profile, level in levels.items()],
        "level": 2,
        "size": 6,
        "accepted": {
            "population": found.accepted.population,
            "drawn": [str(one) for one in found.accepted.drawn],
        },
        "rejected": {
            "population": found.rejected.population,
            "drawn": [str(one) for one in found.rejected.drawn],
        },
    }
