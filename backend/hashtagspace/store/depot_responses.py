"""Responses and envelopes of epochs that wait for buyers."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, or_, select, update

from hashtagspace.domain.abi_words import words
from hashtagspace.domain.consent import Consent
from hashtagspace.store.depot_rows import ResponseRow
from hashtagspace.store.depot_tables import epoch_envelopes, responses
from hashtagspace.store.outbox_intents import insert_or_ignore
from hashtagspace.store.read_feeds import FeedKey

_r = responses.c
_e = epoch_envelopes.c
_KINDS: Final = tuple(kind for _, kind in Consent.STRUCT.members)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A response as the janitor sees it."""

    deal: bytes
    offer: bytes
    over_at: int | None
    released: bool


def keep_response(connection: Connection, network: int, response: ResponseRow) -> None:
    """The response waits; an earlier one of the profile is replaced."""
    row = {
        "offer": response.consent.offer,
        "profile": response.consent.profile,
        "consent": words(*astuple(response.consent)),
        "signature": response.signature,
        "envelope": response.envelope,
        "received_at_ms": response.received_at_ms,
        "over_at": None,
        "released": False,
    }
    statement = insert_or_ignore(connection, responses).values(network=network, deal=response.deal, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["network", "deal"], set_=row))


def list_responses(
    connection: Connection, network: int, offer: bytes, after: FeedKey, limit: int
) -> list[ResponseRow]:
    """Responses to the offer older than `after`, which is (time of receipt, deal), latest first."""
    at, deal = after
    statement = (
        select(_r.deal, _r.consent, _r.signature, _r.envelope, _r.received_at_ms)
        .where(
            _r.network == network,
            _r.offer == offer,
            _r.received_at_ms <= at,
            or_(_r.received_at_ms < at, _r.deal < deal),
        )
        .order_by(_r.received_at_ms.desc(), _r.deal.desc())
        .limit(limit)
    )
    return [_read(row) for row in connection.execute(statement)]


def find_response(connection: Connection, network: int, deal: bytes) -> ResponseRow | None:
    """The response that waits for this deal."""
    statement = select(_r.deal, _r.consent, _r.signature, _r.envelope, _r.received_at_ms).where(
        _r.network == network, _r.deal == deal
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _read(row)


def list_waiting(connection: Connection, network: int, after: bytes, limit: int) -> list[Waiting]:
    """Every response in the order of deals, from the one after `after` on."""
    statement = (
        select(_r.deal, _r.offer, _r.over_at, _r.released)
        .where(_r.network == network, _r.deal > after)
        .order_by(_r.deal)
        .limit(limit)
    )
    return [Waiting(bytes(row[0]), bytes(row[1]), row[2], row[3]) for row in connection.execute(statement)]


def mark_waiting(
    connection: Connection, network: int, deal: bytes, *, over_at: int | None, released: bool
) -> None:
    """Since when the response is over, and whether its envelope need not be kept."""
    mine = and_(_r.network == network, _r.deal == deal)
    connection.execute(update(responses).where(mine).values(over_at=over_at, released=released))


def drop_response(connection: Connection, network: int, deal: bytes) -> None:
    """Nothing waits for this deal any more."""
    connection.execute(delete(responses).where(_r.network == network, _r.deal == deal))


def keep_epoch_envelope(
    connection: Connection, network: int, key: tuple[bytes, int], envelope: str, now: int, *, replaces: bool
) -> bool:
    """Whether the envelope is kept for the epoch `key` (deal, epoch): it had none, or may be replaced."""
    mine = {"network": network, "deal": key[0], "epoch": key[1]}
    row = {"envelope": envelope, "kept_at": now}
    statement = insert_or_ignore(connection, epoch_envelopes).values(**mine, **row)
    if replaces:
        statement = statement.on_conflict_do_update(index_elements=list(mine), set_=row)
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement)
    found = select(_e.envelope).where(*(_e[name] == value for name, value in mine.items()))
    return connection.scalar(found) == envelope


def map_epoch_envelopes(
    connection: Connection, network: int, deals: Collection[bytes]
) -> dict[tuple[bytes, int], str]:
    """The envelopes of epochs by (deal, epoch)."""
    statement = select(_e.deal, _e.epoch, _e.envelope).where(_e.network == network, _e.deal.in_(deals))
    return {(bytes(deal), epoch): cid for deal, epoch, cid in connection.execute(statement)}


def list_epoch_deals(connection: Connection, network: int) -> list[tuple[bytes, int | None]]:
    """The deals with envelopes of epochs, and since when each is over."""
    statement = select(_e.deal, _e.over_at).distinct().where(_e.network == network)
    return [(bytes(deal), over_at) for deal, over_at in connection.execute(statement)]


def mark_epochs(connection: Connection, network: int, deal: bytes, over_at: int | None) -> None:
    """Since when the deal is over."""
    mine = (_e.network == network, _e.deal == deal)
    connection.execute(update(epoch_envelopes).where(*mine).values(over_at=over_at))


def drop_epochs(connection: Connection, network: int, deal: bytes) -> None:
    """No envelope of the deal is kept."""
    connection.execute(delete(epoch_envelopes).where(_e.network == network, _e.deal == deal))


def _read(row: Sequence[Any]) -> ResponseRow:
    deal, consent, signature, envelope, received_at_ms = row
    return ResponseRow(bytes(deal), _decode(bytes(consent)), bytes(signature), envelope, received_at_ms)


def _decode(data: bytes) -> Consent:
    values = [_value(kind, data[32 * at : 32 * at + 32]) for at, kind in enumerate(_KINDS)]
    return Consent(*values)  # type: ignore[arg-type]  # the members' kinds are the record's, in order


def _value(kind: str, word: bytes) -> int | bytes:
    if kind.startswith("uint"):
        return int.from_bytes(word, "big")
    return word[12:] if kind == "address" else word
