"""Hypothesis strategies for the data market, and how to ask for the code of a refusal."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import strategies as st

from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput

scalars = st.one_of(st.integers(1, CURVE_ORDER - 1), st.sampled_from((1, 2, CURVE_ORDER - 1)))
words = st.binary(min_size=32, max_size=32)


def code_of(call: Callable[..., object], *arguments: object) -> str:
    """The code with which a call refuses; fails when it does not."""
    with pytest.raises(InvalidInput) as caught:
        call(*arguments)
    return caught.value.exact_code


def rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """The rows of a golden table; numbers of 256 bits stay text."""
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def number(text: str) -> int:
    """The number that 0x and digits spell."""
    return int(text, 16)
