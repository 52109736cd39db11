"""What a request to `/ipfs/<cid>` asks for, read from its query and headers.

Source: specs.ipfs.tech/http-gateways/trustless-gateway. Negotiation per RFC 9110, 12.5.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from hashtagspace.ipfs.errors import InvalidFormat

Format = Literal["raw", "car"]
Scope = Literal["block", "entity", "all"]
MEDIA_TYPES: Final[dict[str, Format]] = {"application/vnd.ipld.raw": "raw", "application/vnd.ipld.car": "car"}
_ENTITY_BYTES: Final = re.compile(r"(-?\d{1,18}):(-?\d{1,18}|\*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class TrustlessRequest:
    """The parts of an HTTP request that matter; `None` for a header that is absent."""

    cid: str
    query: Mapping[str, str] = field(default_factory=dict)
    accept: str | None = None
    byte_range: str | None = None
    if_range: str | None = None
    if_none_match: str | None = None
    only_if_cached: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The one response that the request names; `first` and `last` as in `entity-bytes`, `None` for `*`."""

    format: Format
    scope: Scope = "all"
    entity_bytes: tuple[int, int | None] | None = None
    duplicates: bool = False
    negotiated: bool = False


def parse_wanted(request: TrustlessRequest) -> Wanted:
    """The response asked for; raises `ipfs.format` when there is none such, or none is named."""
    found, parameters, negotiated = _find_format(request)
    if found == "raw":
        return Wanted("raw", negotiated=negotiated)
    for name in ("version", "order", "dups"):
        parameters[name] = request.query.get(f"car-{name}", parameters.get(name, ""))
    _require("car-version", parameters["version"], ("", "1"))
    _require("car-order", parameters["order"], ("", "dfs", "unk"))
    _require("car-dups", parameters["dups"], ("", "y", "n"))
    entity_bytes = _parse_entity_bytes(request.query.get("entity-bytes"))
    scope = request.query.get("dag-scope", "all" if entity_bytes is None else "entity")
    _require("dag-scope", scope, get_args(Scope))
    if entity_bytes is not None and scope != "entity":
        raise InvalidFormat("entity-bytes goes with dag-scope=entity.", code="ipfs.entity_bytes")
    narrowed: dict[str, Scope] = {"block": "block", "entity": "entity", "all": "all"}
    return Wanted("car", narrowed[scope], entity_bytes, parameters["dups"] == "y", negotiated)


def _find_format(request: TrustlessRequest) -> tuple[Format, dict[str, str], bool]:
    """Format, media type parameters, and whether only the Accept header told."""
    accepted = _parse_accept(request.accept or "")
    named = request.query.get("format")
    if named is not None:
        for media_type, name in MEDIA_TYPES.items():
            if name == named:
                return name, accepted.get(media_type, {}), False
        raise InvalidFormat("The format is not served here: ask for format=raw or format=car.")
    for media_type, parameters in accepted.items():
        return MEDIA_TYPES[media_type], parameters, True
    raise InvalidFormat("Say which form you want: add ?format=raw or ?format=car.")


def _parse_accept(header: str) -> dict[str, dict[str, str]]:
    """The known media types of an Accept header with their parameters, the preferred first."""
    found: list[tuple[float, str, dict[str, str]]] = []
    for item in header.split(","):
        media_type, *pairs = (part.strip().lower() for part in item.split(";"))
        if media_type in MEDIA_TYPES:
            parameters = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
            weight = parameters.pop("q", "1")
            quality = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight, re.ASCII) else 0.0
            found.append((quality, media_type, parameters))
    found.sort(key=lambda entry: -entry[0])
    chosen: dict[str, dict[str, str]] = {}
    for quality, media_type, parameters in found:
        if quality > 0:
            chosen.setdefault(media_type, parameters)
    return chosen


def _require(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InvalidFormat(f"{name} may be {' or '.join(filter(None, allowed))}, nothing else.")


def _parse_entity_bytes(text: str | None) -> tuple[int, int | None] | None:
    if text is None:
        return None
    match = _ENTITY_BYTES.fullmatch(text)
    if match is None:
        detail = "entity-bytes is two numbers, as in 0:1023 or -1024:*."
        raise InvalidFormat(detail, code="ipfs.entity_bytes")
    first, last = match.groups()
    return int(first), None if last == "*" else int(last)
