"""What commands print: lines for people, JSON for scripts; and what they take: ids, amounts, choices."""

import json
from collections.abc import Sequence
from typing import Any

import click

from hashtagspace.domain.odrl import spell_tag
from hashtagspace.domain.terms import Granularity


class HexId(click.ParamType[bytes]):
    """0x and 64 hex digits, as offers and deals have them."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:  # noqa: ANN401
        """The 32 bytes."""
        if isinstance(value, bytes):
            return value
        try:
            data = bytes.fromhex(str(value).removeprefix("0x"))
        except ValueError:
            data = b""
        if len(data) != 32:
            self.fail("an id is 0x and 64 hex digits", param, ctx)
        return data


class Choice(click.ParamType[tuple[str, Granularity]]):
    """category=granularity."""

    name = "category=granularity"

    def convert(
        self,
        value: Any,  # noqa: ANN401
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, Granularity]:
        """The category and how closely it is shown."""
        if isinstance(value, tuple):
            return value
        category, _, word = str(value).partition("=")
        granularities = {granularity.value: granularity for granularity in Granularity}
        if not category or word not in granularities:
            self.fail(f"write category=granularity with one of {', '.join(granularities)}", param, ctx)
        return category, granularities[word]


class Account(click.ParamType[bytes]):
    """0x and 40 hex digits."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:  # noqa: ANN401
        """The 20 bytes."""
        if isinstance(value, bytes):
            return value
        try:
            data = bytes.fromhex(str(value).removeprefix("0x"))
        except ValueError:
            data = b""
        if len(data) != 20:
            self.fail("an address is 0x and 40 hex digits", param, ctx)
        return data


def show(as_json: bool, value: object, lines: Sequence[str]) -> None:
    """The value as JSON, or the lines."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            click.echo(line)


def tag(amount: int) -> str:
    """An amount of 1e-18 TAG in words."""
    return f"{spell_tag(amount)} TAG"


def hexed(data: bytes) -> str:
    """0x and lower-case digits."""
    return "0x" + data.hex()
