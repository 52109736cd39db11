"""Signed consents from JSON and back; what is refused is named, never repeated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, Final

from hashtagspace.api.encode import hex_of, rfc3339
from hashtagspace.api.request_body import parse_hex
from hashtagspace.api.schemas.response import ConsentBody, ResponseBody
from hashtagspace.depot.answers import ResponseSubmission
from hashtagspace.domain.cid import parse_cid
from hashtagspace.domain.consent import Consent
from hashtagspace.errors import InvalidInput
from hashtagspace.store.depot_rows import ResponseRow

_TYPES: Final = Consent.STRUCT.members
_SNAKE: Final = re.compile(r"(?<=[a-z])([A-Z])")
_DECIMAL: Final = re.compile(r"(?:0|[1-9][0-9]{0,77})")
_HEX: Final = re.compile(r"0x(?:[0-9a-fA-F]{2}){1,4096}")


def parse_response(body: ResponseBody) -> ResponseSubmission:
    """The response with typed members; raises `consent.malformed`, `signature.malformed`, `cid.*`."""
    return ResponseSubmission(
        _parse_consent(body.consent), parse_signature(body.signature), parse_cid(body.envelope).text
    )


def parse_signature(text: str) -> bytes:
    """Bytes of a signature of a wallet or contract account; raises `signature.malformed`."""
    if not _HEX.fullmatch(text):
        raise InvalidInput(
            "A signature is 0x and an even number of hex digits; send it whole.", code="signature.malformed"
        )
    return bytes.fromhex(text[2:])


def build_responses(
    rows: Sequence[ResponseRow], deals: Mapping[bytes, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The responses in this order, each with what became of it on chain."""
    return [
        {
            "dealId": hex_of(row.deal),
            "profileId": str(row.consent.profile),
            "consent": _build_consent(row.consent),
            "signature": hex_of(row.signature),
            "envelope": row.envelope,
            "receivedAt": rfc3339(row.received_at_ms),
            "deal": deals.get(row.deal),
        }
        for row in rows
    ]


def _parse_consent(body: ConsentBody) -> Consent:
    values = [
        _parse_member(name, kind, getattr(body, _SNAKE.sub(r"_\1", name).lower())) for name, kind in _TYPES
    ]
    return Consent(*values)  # type: ignore[arg-type]  # the struct's members are the record's, in order


def _parse_member(name: str, kind: str, value: str | int) -> int | bytes:
    if not kind.startswith("uint"):
        length = 20 if kind == "address" else 32
        return parse_hex(str(value), length, "consent.malformed", f"The consent's {name}")
    text = str(value)
    if not _DECIMAL.fullmatch(text) or int(text) >> int(kind[4:]):
        raise InvalidInput(
            f"The consent's {name} is a number below 2^{kind[4:]}; send it as decimal text.",
            code="consent.malformed",
        )
    return int(text)


def _build_consent(consent: Consent) -> dict[str, str]:
    return {
        name: hex_of(value) if isinstance(value, bytes) else str(value)
        for (name, _), value in zip(_TYPES, astuple(consent), strict=True)
    }
