"""Offers as JSON: what the chain says, what the terms say, and what this gateway adds of its own."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, Final

import msgspec

from hashtagspace.api.encode import hex_of, rfc3339_seconds
from hashtagspace.api.offer_worth import find_refusal, find_stake
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.store import read_offers
from hashtagspace.store.depot_rows import DomainRecord
from hashtagspace.store.market_derived import COUNTED_STATES
from hashtagspace.store.read_offers import ControllerRecord, OfferRecord
from hashtagspace.store.reader import Connection

_NAMES: Final = (
    "salt", "terms", "qx", "qParity", "acceptUntil", "deliverSeconds", "garbageSeconds", "vestingSeconds",
    "upfrontBps", "maxResponses", "minLevel", "epochs",
)  # fmt: skip
_NO_TERMS: Final = bytes(32)
FindDomains = Mapping[str, DomainRecord]


def build_offers(
    connection: Connection, records: Sequence[OfferRecord], now: int, final_number: int, domains: FindDomains
) -> list[dict[str, Any]]:
    """The offers in this order; `now` is the chain's time, `domains` what this gateway found at them."""
    profiles = {record.controller for record in records if record.controller is not None}
    known = read_offers.list_controllers(connection, profiles) if profiles else {}
    stake = find_stake(connection)
    return [
        {
            **_build_chain(record, now, final_number),
            **_build_document(record),
            "business": _build_business(record, known, domains),
            "refusal": find_refusal(record, stake),
        }
        for record in records
    ]


def domains_of(records: Sequence[OfferRecord]) -> set[str]:
    """The domains that the terms of these offers name."""
    return {record.domain for record in records if record.domain is not None}


def offer_state(record: OfferRecord, now: int) -> str:
    """open, over or closed at the chain's time `now`."""
    if record.is_closed:
        return "closed"
    return "open" if now < record.terms.accept_until else "over"


def build_on_chain(terms: OfferTerms) -> dict[str, Any]:
    """OfferTerms by the names of the contract; the one number above 2^53 as text."""
    body: dict[str, Any] = dict(zip(_NAMES, astuple(terms), strict=True))
    return body | {"salt": hex_of(terms.salt), "terms": hex_of(terms.terms), "qx": str(terms.qx)}


def _build_chain(record: OfferRecord, now: int, final_number: int) -> dict[str, Any]:
    return {
        "offerId": hex_of(record.offer),
        "buyer": hex_of(record.buyer),
        "state": offer_state(record, now),
        "onChain": build_on_chain(record.terms),
        "budget": str(record.put_in),
        "free": str(record.free),
        "returned": str(record.swept),
        "counts": dict(zip(COUNTED_STATES, record.counts, strict=True)),
        "openedAt": rfc3339_seconds(record.opened_at),
        "acceptUntil": rfc3339_seconds(record.terms.accept_until),
        "final": record.block_number <= final_number,
        "txHash": hex_of(record.tx_hash),
    }


def _build_document(record: OfferRecord) -> dict[str, Any]:
    body = record.body
    if record.terms.terms == _NO_TERMS:
        state = "none"
    elif body is None and record.document_fault is None:
        state = "unavailable"
    else:
        state = "available" if record.document_type == "terms" and body is not None else "invalid"
    shown = body if state == "available" else None
    return {
        "document": None if shown is None else msgspec.Raw(shown),
        "documentBytes": None if body is None else base64.b64encode(body).decode(),
        "documentState": state,
    }


def _build_business(
    record: OfferRecord, known: Mapping[int, ControllerRecord], domains: FindDomains
) -> dict[str, Any] | None:
    found = None if record.controller is None else known.get(record.controller)
    if found is None:
        return None
    return {
        "profileId": str(found.profile),
        "handle": found.handle,
        "name": found.name,
        "custodyMatches": found.custody == record.buyer,
        "domain": None if record.domain is None else _build_domain(record.domain, found.profile, domains),
    }


def _build_domain(name: str, profile: int, domains: FindDomains) -> dict[str, Any]:
    found = domains.get(name)
    if found is None:
        return {"name": name, "state": "unchecked", "checkedAt": None}
    state = "verified" if profile in found.profiles else "unverified"
    return {"name": name, "state": state, "checkedAt": rfc3339_seconds(found.checked_at)}
