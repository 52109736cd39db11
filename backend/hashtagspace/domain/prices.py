"""The price rule: a price is public, so no total may tell which kinds of data were sold.

A selection is one ask for each of `least` to `most` categories, its total the sum of their prices. Unless
only one set of categories may be answered at all, every total must be reached by two sets or more.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hashtagspace.domain.odrl import spell_tag
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.errors import InvalidContent

MAX_TOTALS: Final = 1_024
_ROUND_WEI: Final = 10**16  # suggested prices are whole hundredths of a TAG where they can be

_Sets = tuple[int, ...]  # up to two different sets of categories, bit i = category i
_Level = dict[int, _Sets]  # total → sets that reach it


def verify_prices(asks: Sequence[Ask], least: int, most: int) -> None:
    """Raises `terms.price_reveals` or `terms.price_totals` unless the prices keep the rule.

    Exact, and bounded: the work ends as soon as there are more than 1,024 different totals.
    """
    lone = find_lone_total(_options(asks), least, most)
    if lone is not None:
        raise InvalidContent(
            f"The total of {spell_tag(lone)} TAG can come from one choice of kinds only, so the public price "
            "would tell what was sold: give kinds equal prices, and let people leave out at least one kind.",
            code="terms.price_reveals",
        )


def find_lone_total(options: Sequence[Sequence[int]], least: int, most: int) -> int | None:
    """The smallest total that one set of categories alone reaches, None when there is none.

    `options` are the prices of each category. Raises `terms.price_totals` above 1,024 different totals.
    """
    if least == len(options):
        return None
    totals: _Level = {}
    for level in _reach(options, least, most)[least : most + 1]:
        for total, sets in level.items():
            totals[total] = _join(totals.get(total, ()), sets)
        _verify_count(totals)
    return min((total for total, sets in totals.items() if len(sets) == 1), default=None)


def _reach(options: Sequence[Sequence[int]], least: int, most: int) -> list[_Level]:
    """What sets of 0, 1 … `most` categories can cost; two sets of a total are enough to know of."""
    levels: list[_Level] = [{0: (0,)}, *({} for _ in range(most))]
    for index, prices in enumerate(options):
        rest = len(options) - index - 1
        for count in range(most, 0, -1):
            _extend(levels[count], levels[count - 1], set(prices), 1 << index)
        for count in range(min(least - rest, most + 1)):
            levels[count] = {}
        for level in levels:
            _verify_count(level)
    return levels


def _extend(level: _Level, smaller: _Level, prices: set[int], category: int) -> None:
    for total, sets in smaller.items():
        wider = tuple(one | category for one in sets)
        for price in prices:
            level[total + price] = _join(level.get(total + price, ()), wider)


def _join(known: _Sets, more: _Sets) -> _Sets:
    return known if len(known) > 1 else tuple(dict.fromkeys(known + more))[:2]


def _verify_count(level: _Level) -> None:
    """A level that can still be completed has no more totals than the whole, so it may end the work."""
    if len(level) > MAX_TOTALS:
        raise InvalidContent(
            "The prices allow over 1,024 different totals: use fewer different prices.",
            code="terms.price_totals",
        )


def _options(asks: Sequence[Ask]) -> list[list[int]]:
    prices: dict[str, list[int]] = {}
    for ask in asks:
        prices.setdefault(ask.category, []).append(ask.price)
    return list(prices.values())


def make_uniform(asks: Sequence[Ask], least: int, most: int) -> tuple[Ask, ...]:
    """The asks with prices that keep the rule: the mean of each granularity, else the mean of all.

    Raises `terms.price_reveals` when no prices can: `most` is then all the categories and `least` is not.
    """
    by_granularity = {
        granularity: _mean([ask.price for ask in asks if ask.granularity is granularity])
        for granularity in Granularity
    }
    suggestion = tuple(replace(ask, price=by_granularity[ask.granularity]) for ask in asks)
    if find_lone_total(_options(suggestion), least, most) is None:
        return suggestion
    flat = _mean([ask.price for ask in asks])
    suggestion = tuple(replace(ask, price=flat) for ask in asks)
    verify_prices(suggestion, least, most)
    return suggestion


def _mean(prices: list[int]) -> int:
    """The mean, at least 1, rounded down to a hundredth of a TAG when it is over one."""
    if not prices:
        return 1
    mean = sum(prices) // len(prices)
    return max(1, mean - mean % _ROUND_WEI if mean >= _ROUND_WEI else mean)
