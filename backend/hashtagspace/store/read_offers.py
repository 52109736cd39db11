"""Offers with their terms documents and the profiles those name, latest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from hashtagspace.domain.consent import OfferTerms
from hashtagspace.store import tables
from hashtagspace.store.market_derived import COUNTED_STATES
from hashtagspace.store.read_feeds import FeedKey, before

Choice = Literal["open", "over", "all"]


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """An offer; amounts in 1e-18 TAG. `document_fault` None with `body` None: the terms are not here."""

    offer: bytes
    buyer: bytes
    terms: OfferTerms
    is_closed: bool
    opened_at: int
    block_number: int
    tx_hash: bytes
    put_in: int
    swept: int
    taken: int
    returned: int
    counts: tuple[int, ...]
    document_type: str | None
    document_fault: str | None
    body: bytes | None
    controller: int | None
    domain: str | None

    @property
    def free(self) -> int:
        """Budget that no deal holds."""
        return self.put_in + self.returned - self.swept - self.taken


@dataclass(frozen=True, slots=True)
class ControllerRecord:
    """The profile that terms name as controller."""

    profile: int
    handle: str
    name: str | None
    custody: bytes


_o = tables.offers.c
_s = tables.offer_totals.c
_t = tables.offer_openings.c
_d = tables.documents.c
_p = tables.profiles.c
_OFFERS: Final = select(
    _o.offer, _o.buyer, _t.salt, _t.terms, _t.qx, _t.q_parity, _t.accept_until, _t.deliver_seconds,
    _t.garbage_seconds, _t.vesting_seconds, _t.upfront_bps, _t.max_responses, _t.min_level, _t.epochs,
    _o.is_closed, _o.opened_at, _o.block_number, _t.tx_hash, _s.put_in, _s.swept, _s.taken, _s.returned,
    *(_s[name] for name in COUNTED_STATES), _d.type, _d.fault, _d.body, _d.controller, _d.domain,
).select_from(
    tables.offers.join(tables.offer_openings, _t.offer == _o.offer)
    .join(tables.offer_totals, _s.offer == _o.offer)
    .outerjoin(
        tables.documents, _d.digest == _t.terms
    )
)  # fmt: skip
_ONE: Final = _OFFERS.where(_o.offer == bindparam("offer"))
_STILL_OPEN: Final = and_(~_o.is_closed, _o.accept_until > bindparam("now"))
_CHOICES: Final[dict[Choice, tuple[ColumnElement[bool], ...]]] = {
    "open": (_STILL_OPEN,),
    "over": (or_(_o.is_closed, _o.accept_until <= bindparam("now")),),
    "all": (),
}
_OPEN_DOMAINS: Final = (
    select(_d.domain)
    .distinct()
    .select_from(
        tables.offers.join(tables.offer_openings, _t.offer == _o.offer).join(
            tables.documents, _d.digest == _t.terms
        )
    )
    .where(_STILL_OPEN, _d.domain.is_not(None))
    .order_by(_d.domain)
)
_CONTROLLERS: Final = select(_p.profile, _p.handle, _p.name, _p.custody).where(
    _p.profile.in_(bindparam("profiles", expanding=True))
)


def find_offer(connection: Connection, offer: bytes) -> OfferRecord | None:
    """The offer with this id."""
    row = connection.execute(_ONE, {"offer": offer}).one_or_none()
    return None if row is None else _read(row)


def list_offers(
    connection: Connection, choice: Choice, buyer: bytes | None, now: int, after: FeedKey, limit: int
) -> list[OfferRecord]:
    """Offers older than `after`, which is (time of opening in ms, id), latest first.

    `now`: the chain's time, by which offers are open or over.
    """
    values = {"sort_ms": after.sort_ms // 1000, "post_id": after.post_id, "most": limit}
    if choice != "all":
        values["now"] = now
    if buyer is not None:
        values["buyer"] = buyer
    return [_read(row) for row in connection.execute(_page(choice, has_buyer=buyer is not None), values)]


def list_open_domains(connection: Connection, now: int) -> list[str]:
    """Every domain that the terms of an open offer name, in order."""
    return list(connection.execute(_OPEN_DOMAINS, {"now": now}).scalars())


def list_controllers(connection: Connection, profiles: Iterable[int]) -> dict[int, ControllerRecord]:
    """Those of the profiles that exist here."""
    rows = connection.execute(_CONTROLLERS, {"profiles": list(profiles)})
    return {row[0]: ControllerRecord(*row) for row in rows}


def _page(choice: Choice, *, has_buyer: bool) -> Select[Any]:
    mine = (_o.buyer == bindparam("buyer"),) if has_buyer else ()
    return (
        _OFFERS.where(*mine, *_CHOICES[choice], before(_o.opened_at, _o.offer))
        .order_by(_o.opened_at.desc(), _o.offer.desc())
        .limit(bindparam("most"))
    )


def _read(row: Sequence[Any]) -> OfferRecord:
    offer, buyer, salt, digest, qx, *numbers = row[:14]
    closed, opened_at, block_number, tx_hash, put_in, swept, taken, returned, *rest = row[14:]
    *counts, kind, fault, body, controller, domain = rest
    return OfferRecord(
        offer, buyer, OfferTerms(salt, digest, _number(qx), *numbers), bool(closed), opened_at, block_number,
        tx_hash, _number(put_in), _number(swept), _number(taken), _number(returned), tuple(counts), kind,
        fault, body, controller, domain,
    )  # fmt: skip


def _number(word: bytes) -> int:
    return int.from_bytes(word, "big")
